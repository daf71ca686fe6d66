/**
 * A condition that always holds: the transaction whose statement has it does not wait until its commit is on disk. It is there
 * within three times `wal_writer_delay` (200 ms), or as soon as any later commit waits for its own: PostgreSQL brings commits to
 * disk in their order. Only a crash of the database server in that time undoes it, so it is for what can be done again.
 * https://www.postgresql.org/docs/current/wal-async-commit.html
 */
export const COMMIT_LAZILY = "set_config('synchronous_commit', 'off', true) = 'off'";
