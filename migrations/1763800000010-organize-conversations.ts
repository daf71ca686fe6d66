import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Pins, archive, versions, search, feedback and deletion of conversations. */
export class OrganizeConversations1763800000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations
        ADD COLUMN pinned boolean NOT NULL DEFAULT false,
        ADD COLUMN archived boolean NOT NULL DEFAULT false,
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD COLUMN title_tokens text[] NOT NULL DEFAULT '{}',
        ADD COLUMN deleted_at timestamptz(3),
        DROP CONSTRAINT conversations_user_id_session_id_key`);
    // The name of a deleted conversation is free again.
    await runner.query(
      'CREATE UNIQUE INDEX conversations_name ON conversations (user_id, session_id) WHERE deleted_at IS NULL',
    );
    await runner.query('DROP INDEX conversations_recent');
    await runner.query(`
      CREATE INDEX conversations_recent ON conversations (user_id, pinned DESC, updated_at DESC, id DESC)
      WHERE deleted_at IS NULL`);
    await runner.query('CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL');
    await runner.query(`
      ALTER TABLE messages
        ADD COLUMN feedback jsonb,
        ADD COLUMN search text[] NOT NULL DEFAULT '{}'`);
    await runner.query('CREATE INDEX messages_search ON messages USING gin (search)');
    await runner.query('CREATE INDEX agent_events_of_run ON agent_events (run_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX messages_search, agent_events_of_run');
    await runner.query('ALTER TABLE messages DROP COLUMN feedback, DROP COLUMN search');
    // Without the column nothing could tell them from the others.
    await runner.query('DELETE FROM conversations WHERE deleted_at IS NOT NULL');
    await runner.query('DROP INDEX conversations_deleted, conversations_recent, conversations_name');
    await runner.query(`
      ALTER TABLE conversations
        DROP COLUMN pinned, DROP COLUMN archived, DROP COLUMN version, DROP COLUMN title_tokens, DROP COLUMN deleted_at,
        ADD CONSTRAINT conversations_user_id_session_id_key UNIQUE (user_id, session_id)`);
    await runner.query('CREATE INDEX conversations_recent ON conversations (user_id, updated_at DESC, id DESC)');
  }
}
