import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The run records: what was asked, how far it is, how it ended. This table is the truth; Redis only speeds it up. */
export class CreateRuns1763800000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE runs (
        id                  uuid PRIMARY KEY,
        user_id             uuid NOT NULL,
        conversation_id     uuid NOT NULL,
        session_id          text NOT NULL,
        status              text NOT NULL
                            CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out')),
        message             text NOT NULL,
        language            text NOT NULL CHECK (language IN ('zh', 'en')),
        options             jsonb NOT NULL DEFAULT '{}',
        idempotency_key     text,
        request_hash        text,
        request_id          text,
        attempts            integer NOT NULL DEFAULT 0,
        fence               integer NOT NULL DEFAULT 0,
        model               text,
        answer              jsonb,
        agent_events        jsonb,
        usage               jsonb,
        cache_hit           boolean NOT NULL DEFAULT false,
        error               jsonb,
        timeout_ms          integer NOT NULL,
        cancel_reason       text,
        cancel_requested_at timestamptz(3),
        created_at          timestamptz(3) NOT NULL DEFAULT now(),
        started_at          timestamptz(3),
        finished_at         timestamptz(3),
        events              integer,
        settled             boolean NOT NULL DEFAULT false,
        CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE run_effects (
        run_id   uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
        key      text NOT NULL,
        findings jsonb NOT NULL,
        PRIMARY KEY (run_id, key)
      )`);
    await runner.query('CREATE INDEX runs_of_user ON runs (user_id, id DESC)');
    await runner.query('CREATE INDEX runs_of_session ON runs (user_id, session_id, id DESC)');
    await runner.query('CREATE INDEX runs_unsettled ON runs (created_at) WHERE NOT settled');
    await runner.query(
      'CREATE UNIQUE INDEX runs_idempotency ON runs (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE run_effects');
    await runner.query('DROP TABLE runs');
  }
}
