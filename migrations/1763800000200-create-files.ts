import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Files of users. Every object in the store is known to exactly one of two tables: `file_contents`, of what is kept, and
 * `doomed_objects`, of what is to be deleted. A key is doomed before the first byte is written and acquitted in the
 * transaction that makes it a content, so a crash at any point leaves nothing that nobody would find.
 */
export class CreateFiles1763800000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE doomed_objects (
        key        text PRIMARY KEY,
        not_before timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX doomed_objects_due ON doomed_objects (not_before)');
    await runner.query(`
      CREATE TABLE file_contents (
        id         uuid PRIMARY KEY,
        user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        sha256     bytea NOT NULL CHECK (octet_length(sha256) = 32),
        size       bigint NOT NULL CHECK (size >= 0),
        object_key text NOT NULL UNIQUE,
        UNIQUE (user_id, sha256)
      )`);
    await runner.query(`
      CREATE TABLE files (
        id         uuid PRIMARY KEY,
        user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        content_id uuid NOT NULL REFERENCES file_contents ON DELETE CASCADE,
        name       text NOT NULL,
        media_type text NOT NULL,
        origin     text NOT NULL CHECK (origin IN ('upload', 'artifact')),
        run_id     uuid,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CHECK ((origin = 'artifact') = (run_id IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX files_of_user ON files (user_id, id DESC)');
    await runner.query('CREATE INDEX files_of_content ON files (content_id)');
    // A run that is tried again saves the same artifact; it is to be one file.
    await runner.query('CREATE UNIQUE INDEX files_of_run ON files (run_id, name, content_id) WHERE run_id IS NOT NULL');
    await runner.query(`
      CREATE TABLE file_uploads (
        id         uuid PRIMARY KEY,
        user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        name       text NOT NULL,
        media_type text,
        size       bigint NOT NULL CHECK (size > 0),
        object_key text NOT NULL UNIQUE,
        file_id    uuid REFERENCES files ON DELETE CASCADE,
        expires_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX file_uploads_of_user ON file_uploads (user_id)');
    // However a content goes, also with its user's account, its object is doomed in the same transaction.
    await runner.query(`
      CREATE FUNCTION doom_object() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO doomed_objects (key, not_before) VALUES (OLD.object_key, now())
          ON CONFLICT (key) DO UPDATE SET not_before = now();
        RETURN NULL;
      END $$`);
    for (const table of ['file_contents', 'file_uploads']) {
      await runner.query(
        `CREATE TRIGGER doom_object AFTER DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION doom_object()`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['file_uploads', 'files', 'file_contents', 'doomed_objects']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    await runner.query('DROP FUNCTION doom_object');
  }
}
