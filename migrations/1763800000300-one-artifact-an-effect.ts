import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** An artifact is known by what it is to its run, not by its bytes: a spreadsheet made again differs by its time stamp alone. */
export class OneArtifactAnEffect1763800000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE files ADD COLUMN effect text');
    await runner.query('DROP INDEX files_of_run');
    await runner.query('CREATE UNIQUE INDEX files_of_run ON files (run_id, effect) WHERE run_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX files_of_run');
    await runner.query('CREATE UNIQUE INDEX files_of_run ON files (run_id, name, content_id) WHERE run_id IS NOT NULL');
    await runner.query('ALTER TABLE files DROP COLUMN effect');
  }
}
