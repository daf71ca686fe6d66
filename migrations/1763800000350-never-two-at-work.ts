import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Forbids two runs at work in a conversation. Where there are two, as it could happen after a loss of Redis, the newer ones wait again: their
 * workers lose their fences with it, and the reconciler lets them in.
 */
export class NeverTwoAtWork1763800000350 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('LOCK TABLE runs IN SHARE ROW EXCLUSIVE MODE');
    await runner.query(`
      UPDATE runs SET status = 'queued', fence = fence + 1, started_at = NULL
      WHERE status = 'running' AND NOT settled AND EXISTS (
        SELECT FROM runs o
        WHERE o.conversation_id = runs.conversation_id AND NOT o.settled AND o.status = 'running' AND o.id < runs.id)`);
    await runner.query("CREATE UNIQUE INDEX runs_at_work ON runs (conversation_id) WHERE status = 'running'");
    // With the new one each change of a status touches all indexes of its row. What is not settled is found by `runs_standing` as well: it is
    // read as a whole and sorted.
    await runner.query('DROP INDEX runs_unsettled');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX runs_at_work');
    await runner.query('CREATE INDEX runs_unsettled ON runs (created_at) WHERE NOT settled');
  }
}
