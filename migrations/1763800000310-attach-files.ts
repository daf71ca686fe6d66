import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a user attached to a question stands on the question's message. */
export class AttachFiles1763800000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE messages ADD COLUMN files jsonb NOT NULL DEFAULT '[]'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages DROP COLUMN files');
  }
}
