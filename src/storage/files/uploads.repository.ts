import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DirectUpload } from './file.js';
import { type FileUsage, FilesRepository, usageOf } from './files.repository.js';

type UploadRow = Omit<DirectUpload, 'size'> & { readonly size: string };

/** The record of uploads that go straight to the store. */
@Injectable()
export class UploadsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly files: FilesRepository,
  ) {}

  /** @param check sees the usage with this upload, and throws when it is too much. */
  begin(upload: Omit<DirectUpload, 'fileId'>, check: (usage: FileUsage) => void): Promise<void> {
    return this.files.inTurn(upload.userId, async (manager) => {
      await manager.query(
        `INSERT INTO file_uploads (id, user_id, name, media_type, size, object_key, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [upload.id, upload.userId, upload.name, upload.mediaType, upload.size, upload.objectKey, upload.expiresAt],
      );
      check(await usageOf(manager, upload.userId));
    });
  }

  /** One that has become a file stays findable for a day, so that its completion may be repeated. */
  async find(userId: string, id: string): Promise<DirectUpload | undefined> {
    const [row] = await this.dataSource.query<UploadRow[]>(
      `SELECT id, user_id AS "userId", name, media_type AS "mediaType", size, object_key AS "objectKey",
              file_id AS "fileId", expires_at AS "expiresAt"
       FROM file_uploads WHERE id = $1 AND user_id = $2 AND (file_id IS NOT NULL OR expires_at > now())`,
      [id, userId],
    );
    return row && { ...row, size: Number(row.size) };
  }

  /** Its object is doomed with it. */
  async remove(id: string): Promise<void> {
    await this.dataSource.query('DELETE FROM file_uploads WHERE id = $1 AND file_id IS NULL', [id]);
  }

  /** Forgets what expired more than a day ago. */
  async removeOld(): Promise<void> {
    await this.dataSource.query("DELETE FROM file_uploads WHERE expires_at < now() - interval '1 day'");
  }
}
