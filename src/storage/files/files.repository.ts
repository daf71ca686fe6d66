import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../../common/ids.js';
import { type MadeBy, type NewFile, type StoredFile } from './file.js';

/** What a user has, open uploads counted as if they had arrived. */
export interface FileUsage {
  readonly files: number;
  /** Bytes; the same content counts once. */
  readonly bytes: number;
}

type FileRow = Omit<StoredFile, 'size'> & { readonly size: string };

const FILE = `
  SELECT f.id, f.user_id AS "userId", f.name, f.media_type AS "mediaType", c.size, encode(c.sha256, 'hex') AS sha256,
         f.origin, f.run_id AS "runId", f.created_at AS "createdAt", c.object_key AS "objectKey"
  FROM files f JOIN file_contents c ON c.id = f.content_id`;

/** The record of files. The same content of one user is kept once, however many files it has. */
@Injectable()
export class FilesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(userId: string, id: string): Promise<StoredFile | undefined> {
    return toFile(await this.dataSource.query<FileRow[]>(`${FILE} WHERE f.id = $1 AND f.user_id = $2`, [id, userId]));
  }

  /** The file a run has made already, if it has. */
  async findMade(userId: string, madeBy: MadeBy): Promise<StoredFile | undefined> {
    const made = await madeBefore(this.dataSource.manager, madeBy);
    return made?.userId === userId ? made : undefined;
  }

  /** All that a run has made, in the order it was made. */
  async allMade(userId: string, runId: string): Promise<StoredFile[]> {
    const rows = await this.dataSource.query<FileRow[]>(
      `${FILE} WHERE f.run_id = $1 AND f.user_id = $2 ORDER BY f.id`,
      [runId, userId],
    );
    return toFiles(rows);
  }

  /** The user's files, the newest first. @param before the id of the last one that is known already. */
  async list(userId: string, limit: number, before?: string): Promise<StoredFile[]> {
    const rows = await this.dataSource.query<FileRow[]>(
      `${FILE} WHERE f.user_id = $1 AND ($2::uuid IS NULL OR f.id < $2) ORDER BY f.id DESC LIMIT $3`,
      [userId, before ?? null, limit],
    );
    return toFiles(rows);
  }

  usage(userId: string): Promise<FileUsage> {
    return usageOf(this.dataSource.manager, userId);
  }

  /**
   * Makes what has arrived a file of the user. If the same content is there already, or the same artifact or upload was
   * recorded before, the object that has just arrived stays doomed.
   * @param check sees the usage as it will be, and throws when it is too much.
   */
  adopt(file: NewFile, check: (usage: FileUsage) => void): Promise<StoredFile> {
    return this.inTurn(file.userId, async (manager) => {
      const known = await recordedBefore(manager, file);
      if (known) return known;
      const contentId = await keepContent(manager, file);
      const id = await recordFile(manager, file, contentId);
      if (file.uploadId) {
        await manager.query('UPDATE file_uploads SET file_id = $1 WHERE id = $2', [id, file.uploadId]);
      }
      check(await usageOf(manager, file.userId));
      return toFile(await manager.query<FileRow[]>(`${FILE} WHERE f.id = $1`, [id])) as StoredFile;
    });
  }

  /** @returns whether there was such a file. Its object is doomed when no other file has the same content. */
  delete(userId: string, id: string): Promise<boolean> {
    return this.inTurn(userId, async (manager) => {
      const [[file]] = await manager.query<[{ content_id: string }[], number]>(
        'DELETE FROM files WHERE id = $1 AND user_id = $2 RETURNING content_id',
        [id, userId],
      );
      if (file === undefined) return false;
      await manager.query(
        'DELETE FROM file_contents c WHERE id = $1 AND NOT EXISTS (SELECT FROM files WHERE content_id = c.id)',
        [file.content_id],
      );
      return true;
    });
  }

  /** Their objects are doomed. */
  deleteAll(userId: string): Promise<void> {
    return this.inTurn(userId, async (manager) => {
      await manager.query('DELETE FROM file_uploads WHERE user_id = $1', [userId]);
      await manager.query('DELETE FROM file_contents WHERE user_id = $1', [userId]);
    });
  }

  /** Changes of one user's files happen one after the other, so that quota and shared contents stay right. */
  inTurn<T>(userId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query("SELECT pg_advisory_xact_lock(hashtextextended('files:' || $1, 0))", [userId]);
      return work(manager);
    });
  }
}

/** Open uploads count, so that nobody begins more than may arrive. */
export async function usageOf(manager: EntityManager, userId: string): Promise<FileUsage> {
  const [row] = await manager.query<{ files: string; bytes: string }[]>(
    `SELECT (SELECT count(*) FROM files WHERE user_id = $1) + count(u.id) AS files,
            (SELECT coalesce(sum(size), 0) FROM file_contents WHERE user_id = $1) + coalesce(sum(u.size), 0) AS bytes
     FROM file_uploads u WHERE u.user_id = $1 AND u.file_id IS NULL AND u.expires_at > now()`,
    [userId],
  );
  return { files: Number(row?.files), bytes: Number(row?.bytes) };
}

async function recordedBefore(manager: EntityManager, file: NewFile): Promise<StoredFile | undefined> {
  const { madeBy, uploadId } = file;
  if (madeBy !== undefined) return madeBefore(manager, madeBy);
  if (uploadId === undefined) return undefined;
  return toFile(
    await manager.query<FileRow[]>(`${FILE} JOIN file_uploads u ON u.file_id = f.id WHERE u.id = $1`, [uploadId]),
  );
}

async function madeBefore(manager: EntityManager, { runId, effect }: MadeBy): Promise<StoredFile | undefined> {
  return toFile(await manager.query<FileRow[]>(`${FILE} WHERE f.run_id = $1 AND f.effect = $2`, [runId, effect]));
}

async function keepContent(manager: EntityManager, file: NewFile): Promise<string> {
  const [added] = await manager.query<{ id: string }[]>(
    `INSERT INTO file_contents (id, user_id, sha256, size, object_key) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (user_id, sha256) DO NOTHING RETURNING id`,
    [newId(), file.userId, file.sha256, file.size, file.objectKey],
  );
  if (added) {
    const [, acquitted] = await manager.query<[unknown[], number]>('DELETE FROM doomed_objects WHERE key = $1', [
      file.objectKey,
    ]);
    if (acquitted !== 1) throw new Error('The object was deleted before it was recorded: its upload took too long.');
    return added.id;
  }
  const [present] = await manager.query<{ id: string }[]>(
    'SELECT id FROM file_contents WHERE user_id = $1 AND sha256 = $2',
    [file.userId, file.sha256],
  );
  return (present as { id: string }).id;
}

async function recordFile(manager: EntityManager, file: NewFile, contentId: string): Promise<string> {
  const id = newId();
  const { userId, name, mediaType, madeBy } = file;
  await manager.query(
    `INSERT INTO files (id, user_id, content_id, name, media_type, origin, run_id, effect)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, userId, contentId, name, mediaType, madeBy ? 'artifact' : 'upload', madeBy?.runId, madeBy?.effect],
  );
  return id;
}

function toFiles(rows: FileRow[]): StoredFile[] {
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

function toFile(rows: FileRow[]): StoredFile | undefined {
  return toFiles(rows)[0];
}
