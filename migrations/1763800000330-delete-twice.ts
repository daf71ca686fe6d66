import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A signed URL cannot be called back. What arrives by one after its object was deleted would be nobody's, so such a key
 * stays doomed, and its object is deleted once more, until nothing can be written under it any more.
 */
export class DeleteTwice1763800000330 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE doomed_objects ADD COLUMN writable_until timestamptz(3)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE doomed_objects DROP COLUMN writable_until');
  }
}
