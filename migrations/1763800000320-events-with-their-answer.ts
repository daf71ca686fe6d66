import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The agent's events of a turn stand with its answer: one row to write and to read instead of half a dozen. */
export class EventsWithTheirAnswer1763800000320 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages ADD COLUMN agent_events jsonb');
    await runner.query(`
      UPDATE messages m SET agent_events = e.events
      FROM (SELECT run_id, jsonb_agg(event ORDER BY position) AS events FROM agent_events GROUP BY run_id) e
      WHERE m.run_id = e.run_id AND m.role = 'assistant'`);
    await runner.query('DROP TABLE agent_events');
    // A run's record changes three times: room for that on its page spares its indexes.
    await runner.query('ALTER TABLE runs SET (fillfactor = 60)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE runs RESET (fillfactor)');
    await runner.query(`
      CREATE TABLE agent_events (
        position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        run_id          uuid NOT NULL,
        event           jsonb NOT NULL
      )`);
    await runner.query('CREATE INDEX agent_events_of_conversation ON agent_events (conversation_id, position DESC)');
    await runner.query('CREATE INDEX agent_events_of_run ON agent_events (run_id)');
    await runner.query(`
      INSERT INTO agent_events (conversation_id, run_id, event)
      SELECT m.conversation_id, m.run_id, e.event
      FROM messages m, jsonb_array_elements(m.agent_events) WITH ORDINALITY AS e (event, n)
      ORDER BY m.position, e.n`);
    await runner.query('ALTER TABLE messages DROP COLUMN agent_events');
  }
}
