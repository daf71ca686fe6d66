import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Conversations, their messages and the agent's history: the PostgreSQL driver of the Conversations port. */
export class CreateConversations1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversations (
        id            uuid PRIMARY KEY,
        user_id       uuid NOT NULL,
        session_id    text NOT NULL,
        title         text,
        message_count integer NOT NULL DEFAULT 0,
        created_at    timestamptz(3) NOT NULL DEFAULT now(),
        updated_at    timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (user_id, session_id)
      )`);
    await runner.query('CREATE INDEX conversations_recent ON conversations (user_id, updated_at DESC, id DESC)');
    await runner.query(`
      CREATE TABLE messages (
        position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id              uuid NOT NULL UNIQUE,
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        run_id          uuid NOT NULL,
        role            text NOT NULL CHECK (role IN ('user', 'assistant')),
        content         text NOT NULL,
        status          text CHECK (status IN ('succeeded', 'failed', 'cancelled', 'timed_out')),
        answer          jsonb,
        created_at      timestamptz(3) NOT NULL,
        UNIQUE (run_id, role)
      )`);
    await runner.query('CREATE INDEX messages_of_conversation ON messages (conversation_id, position DESC)');
    await runner.query(`
      CREATE TABLE agent_events (
        position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        run_id          uuid NOT NULL,
        event           jsonb NOT NULL
      )`);
    await runner.query('CREATE INDEX agent_events_of_conversation ON agent_events (conversation_id, position DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE agent_events');
    await runner.query('DROP TABLE messages');
    await runner.query('DROP TABLE conversations');
  }
}
