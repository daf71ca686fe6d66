import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Accounts, their logins, and the families of refresh tokens. */
export class CreateAuth1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        password_hash text,
        full_name text,
        company_name text,
        role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX users_email_key ON users (email)');

    await runner.query(`
      CREATE TABLE logins (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        generation integer NOT NULL CHECK (generation >= 1),
        rotated_at timestamptz,
        user_agent text,
        ip_address inet,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_reason text CHECK (revoked_reason IN ('logout', 'refresh_token_replayed')),
        CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
      )`);
    await runner.query('CREATE INDEX logins_user_id_idx ON logins (user_id)');

    await runner.query(`
      CREATE TABLE refresh_tokens (
        id uuid PRIMARY KEY,
        login_id uuid NOT NULL REFERENCES logins ON DELETE CASCADE,
        generation integer NOT NULL CHECK (generation >= 1),
        token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX refresh_tokens_token_hash_key ON refresh_tokens (token_hash)');
    await runner.query('CREATE INDEX refresh_tokens_login_id_idx ON refresh_tokens (login_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE refresh_tokens');
    await runner.query('DROP TABLE logins');
    await runner.query('DROP TABLE users');
  }
}
