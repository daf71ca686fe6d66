import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Keys of objects that are to be deleted; see the migration `create-files`. */
@Injectable()
export class DoomedObjectsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Dooms a key under which nothing is written yet.
   * @param afterMs how long it is safe yet.
   * @param writableMs how long somebody may write under it by a URL that cannot be called back; none by default.
   */
  async doom(key: string, afterMs: number, writableMs?: number): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO doomed_objects (key, not_before, writable_until)
       VALUES ($1, now() + $2 * interval '1 millisecond', now() + $3 * interval '1 millisecond')`,
      [key, afterMs, writableMs ?? null],
    );
  }

  /** Makes a doomed key due. One that was acquitted meanwhile stays so: whoever calls this may not know how a commit ended. */
  async hasten(key: string): Promise<void> {
    await this.dataSource.query('UPDATE doomed_objects SET not_before = now() WHERE key = $1', [key]);
  }

  /**
   * Takes up to `limit` keys that are due and forgets them when `execute` has deleted their objects; when it fails they stay.
   * One that may still be written under is kept, and due once more when that is over. Several processes may do so at once: each gets other keys.
   * @returns how many there were.
   */
  execute(limit: number, execute: (keys: readonly string[]) => Promise<void>): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const rows = await manager.query<{ key: string }[]>(
        `SELECT key FROM doomed_objects WHERE not_before <= now()
         ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED`,
        [limit],
      );
      const keys = rows.map(({ key }) => key);
      await execute(keys);
      await manager.query(
        'UPDATE doomed_objects SET not_before = writable_until WHERE key = ANY ($1) AND writable_until > now()',
        [keys],
      );
      await manager.query('DELETE FROM doomed_objects WHERE key = ANY ($1) AND not_before <= now()', [keys]);
      return keys.length;
    });
  }
}
