import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Keys of objects that are to be deleted; see the migration `create-files`. */
@Injectable()
export class DoomedObjectsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Dooms a key under which nothing is written yet. @param afterMs how long it is safe yet. */
  async doom(key: string, afterMs: number): Promise<void> {
    await this.dataSource.query(
      "INSERT INTO doomed_objects (key, not_before) VALUES ($1, now() + $2 * interval '1 millisecond')",
      [key, afterMs],
    );
  }

  /** Makes a doomed key due. One that was acquitted meanwhile stays so: whoever calls this may not know how a commit ended. */
  async hasten(key: string): Promise<void> {
    await this.dataSource.query('UPDATE doomed_objects SET not_before = now() WHERE key = $1', [key]);
  }

  /**
   * Takes up to `limit` keys that are due and forgets them when `execute` has deleted their objects; when it fails they stay.
   * Several processes may do so at once: each gets other keys.
   * @returns how many there were.
   */
  execute(limit: number, execute: (keys: readonly string[]) => Promise<void>): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ key: string }[], number]>(
        `DELETE FROM doomed_objects WHERE key IN (
           SELECT key FROM doomed_objects WHERE not_before <= now()
           ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED
         ) RETURNING key`,
        [limit],
      );
      await execute(rows.map(({ key }) => key));
      return rows.length;
    });
  }
}
