import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { HOUR, SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { newId } from '../../common/ids.js';
import { newContentKey, uploadKey } from '../object-keys.js';
import { StorageErrors } from '../storage.errors.js';
import { ObjectStore, type StoredObject } from '../storage.port.js';
import { DoomedObjectsRepository } from './doomed-objects.repository.js';
import { safeFileName } from './file-name.js';
import { FileQuota } from './file-quota.js';
import { type DirectUpload, type StoredFile } from './file.js';
import { FilesRepository } from './files.repository.js';
import { ContentMeter, peek, through } from './incoming-content.js';
import { assertNameAllowed, SNIFFED_BYTES, sniffFileType } from './sniff.js';
import { UploadsRepository } from './uploads.repository.js';

/** How long a client has for its upload. */
const UPLOAD_LIFE = 1 * HOUR;

/** A copy inside the store takes less. */
const COPY_LIMIT = 1 * HOUR;

/** What a client needs to know to upload by itself. */
export interface UploadTicket {
  readonly upload: DirectUpload;
  /** A URL, or a path of this server. */
  readonly url: string;
}

/**
 * Uploads that go past us, straight to the store: `begin` gives a signed URL, `complete` looks at what came. Where it
 * arrives nobody reads; only what was checked is copied to where files are kept, and only if it is still the same.
 */
@Injectable()
export class DirectUploads {
  constructor(
    private readonly objects: ObjectStore,
    private readonly files: FilesRepository,
    private readonly uploads: UploadsRepository,
    private readonly doomed: DoomedObjectsRepository,
    private readonly quota: FileQuota,
  ) {}

  /** @throws AppError FILE_TYPE_NOT_ALLOWED, FILE_TOO_LARGE, FILE_QUOTA_EXCEEDED */
  async begin(userId: string, wanted: { name: string; size: number; mediaType?: string }): Promise<UploadTicket> {
    const name = safeFileName(wanted.name);
    assertNameAllowed(name);
    this.quota.assertSize(wanted.size);
    const id = newId();
    const upload: DirectUpload = {
      id,
      userId,
      name,
      size: wanted.size,
      mediaType: wanted.mediaType ?? null,
      objectKey: uploadKey(userId, id),
      fileId: null,
      expiresAt: new Date(Date.now() + UPLOAD_LIFE),
    };
    await this.uploads.begin(upload, this.quota.check);
    // A request may begin when the URL expires, and its last byte and its completion come an hour after.
    await this.doomed.doom(upload.objectKey, UPLOAD_LIFE + COPY_LIMIT, UPLOAD_LIFE + COPY_LIMIT);
    const url = await this.objects.signUpload(upload.objectKey, { expiresIn: UPLOAD_LIFE / SECOND, size: upload.size });
    return { upload, url };
  }

  /**
   * Makes what was uploaded a file. Repeating it gives the same file.
   * @throws AppError UPLOAD_NOT_FOUND, UPLOAD_NOT_RECEIVED, and what `FileIntake.take` throws
   */
  async complete(userId: string, id: string, signal?: AbortSignal): Promise<StoredFile> {
    const upload = await this.uploads.find(userId, id);
    if (upload === undefined) throw new AppError(StorageErrors.UPLOAD_NOT_FOUND);
    const known = upload.fileId === null ? undefined : await this.files.find(userId, upload.fileId);
    if (known) return known;
    const arrived = await this.objects.stat(upload.objectKey);
    if (arrived?.size !== upload.size) throw notReceived(upload);
    const content = await this.objects.get(upload.objectKey);
    if (content === undefined) throw notReceived(upload);
    try {
      return await this.keep(upload, arrived, await this.examine(upload, content, signal));
    } catch (error) {
      // What was refused would be refused again; anything else, such as a store that is down, may be repeated.
      if (error instanceof AppError && !error.kind.retryable) await this.uploads.remove(id);
      throw error;
    }
  }

  private async examine(upload: DirectUpload, content: Readable, signal?: AbortSignal) {
    const { head, whole } = await peek(content, SNIFFED_BYTES);
    try {
      const { mediaType } = await sniffFileType(head, upload.name, upload.mediaType ?? undefined);
      const meter = new ContentMeter(upload.size, () => notReceived(upload));
      await pipeline(through(meter, whole), nowhere(), { signal });
      return { mediaType, size: meter.size, sha256: meter.sha256() };
    } finally {
      whole.destroy();
      content.destroy();
    }
  }

  private async keep(
    upload: DirectUpload,
    arrived: StoredObject,
    examined: { mediaType: string; size: number; sha256: Buffer },
  ): Promise<StoredFile> {
    const { userId, name } = upload;
    const objectKey = newContentKey(userId);
    await this.doomed.doom(objectKey, COPY_LIMIT);
    try {
      if (!(await this.objects.copy(upload.objectKey, objectKey, arrived.etag))) throw notReceived(upload);
      const file = await this.files.adopt(
        { userId, name, objectKey, uploadId: upload.id, ...examined },
        this.quota.check,
      );
      if (file.objectKey !== objectKey) await this.doomed.hasten(objectKey);
      await this.doomed.hasten(upload.objectKey);
      return file;
    } catch (error) {
      await this.doomed.hasten(objectKey).catch(() => undefined);
      throw error;
    }
  }
}

/** Not there yet, not all of it, or changed while it was looked at. */
function notReceived(upload: DirectUpload): AppError {
  return new AppError(StorageErrors.UPLOAD_NOT_RECEIVED, { params: { size: upload.size } });
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
