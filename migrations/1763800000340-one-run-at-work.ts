import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Finds the runs of a conversation that are not over: a new one stands behind them, and is not begun beside one at work. */
export class OneRunAtWork1763800000340 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX runs_standing ON runs (conversation_id) WHERE NOT settled');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX runs_standing');
  }
}
