import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Verified addresses, company profile, states of an account, API keys, identities, and the audit log. */
export class CompleteAuth1763800000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN email_verified_at timestamptz,
        ADD COLUMN company_country text CHECK (length(company_country) = 2),
        ADD COLUMN company_website text,
        ADD COLUMN phone_sealed text,
        ADD COLUMN company_tax_id_sealed text,
        ADD COLUMN status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deleting'))`);
    await runner.query(`
      ALTER TABLE logins
        DROP CONSTRAINT logins_revoked_reason_check,
        ADD CONSTRAINT logins_revoked_reason_check CHECK (revoked_reason IN
          ('logout', 'refresh_token_replayed', 'ended_by_user', 'ended_by_admin', 'password_changed', 'account_closed'))`);

    await runner.query(`
      CREATE TABLE email_tokens (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose IN ('verify_email', 'change_email', 'reset_password')),
        email text NOT NULL,
        token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX email_tokens_user_id_idx ON email_tokens (user_id, purpose)');

    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        name text NOT NULL,
        prefix text NOT NULL,
        key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        last_used_at timestamptz
      )`);
    await runner.query('CREATE INDEX api_keys_user_id_idx ON api_keys (user_id)');

    await runner.query(`
      CREATE TABLE identities (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        provider text NOT NULL CHECK (provider IN ('google', 'github')),
        subject text NOT NULL,
        email_sealed text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (provider, subject),
        UNIQUE (user_id, provider)
      )`);

    await this.createAuditLog(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_events');
    await runner.query('DROP FUNCTION audit_events_append_only');
    await runner.query('DROP TABLE identities');
    await runner.query('DROP TABLE api_keys');
    await runner.query('DROP TABLE email_tokens');
    await runner.query(`
      UPDATE logins SET revoked_reason = 'logout' WHERE revoked_reason NOT IN ('logout', 'refresh_token_replayed')`);
    await runner.query(`
      ALTER TABLE logins
        DROP CONSTRAINT logins_revoked_reason_check,
        ADD CONSTRAINT logins_revoked_reason_check CHECK (revoked_reason IN ('logout', 'refresh_token_replayed'))`);
    await runner.query(`
      ALTER TABLE users
        DROP COLUMN email_verified_at, DROP COLUMN company_country, DROP COLUMN company_website,
        DROP COLUMN phone_sealed, DROP COLUMN company_tax_id_sealed, DROP COLUMN status`);
  }

  /**
   * No foreign key: the log outlives the accounts it tells of. The trigger lets nobody change a row, nor delete one that
   * is younger than 180 days, whatever the retention is set to.
   */
  private async createAuditLog(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_events (
        id uuid PRIMARY KEY,
        occurred_at timestamptz NOT NULL DEFAULT now(),
        action text NOT NULL,
        user_id uuid,
        actor_id uuid,
        ip_address inet,
        user_agent text,
        request_id text,
        details jsonb NOT NULL DEFAULT '{}'
      )`);
    await runner.query('CREATE INDEX audit_events_user_id_idx ON audit_events (user_id, id DESC)');
    await runner.query('CREATE INDEX audit_events_occurred_at_idx ON audit_events (occurred_at)');
    await runner.query(`
      CREATE FUNCTION audit_events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          IF OLD.occurred_at < now() - interval '180 days' THEN
            RETURN OLD;
          END IF;
        END IF;
        RAISE EXCEPTION 'audit_events is append-only (% refused)', TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
        FOR EACH ROW EXECUTE FUNCTION audit_events_append_only()`);
    await runner.query(`
      CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION audit_events_append_only()`);
  }
}
