import { type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DAY } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { newContentKey } from '../object-keys.js';
import { StorageErrors } from '../storage.errors.js';
import { ObjectStore } from '../storage.port.js';
import { DoomedObjectsRepository } from './doomed-objects.repository.js';
import { safeFileName } from './file-name.js';
import { FileQuota } from './file-quota.js';
import { type MadeBy, type StoredFile } from './file.js';
import { FilesRepository } from './files.repository.js';
import { ContentMeter, peek, through } from './incoming-content.js';
import { assertNameAllowed, SNIFFED_BYTES, sniffFileType } from './sniff.js';

/** An upload takes less; one that does not is given up. */
const LONGEST_UPLOAD = 1 * DAY;

/** A file as somebody sends it. */
export interface IncomingFile {
  /** As it was sent; it is made safe here. */
  readonly name: string;
  /** The content type it was sent with, if any. */
  readonly declaredType?: string;
  readonly content: Readable;
  /** The run that made it, if one did. */
  readonly madeBy?: MadeBy;
}

/** Takes files in: checked while they flow, never whole in memory, and either recorded or gone. */
@Injectable()
export class FileIntake {
  constructor(
    private readonly objects: ObjectStore,
    private readonly files: FilesRepository,
    private readonly doomed: DoomedObjectsRepository,
    private readonly quota: FileQuota,
  ) {}

  /** @throws AppError FILE_TYPE_NOT_ALLOWED, FILE_TYPE_MISMATCH, FILE_TOO_LARGE, FILE_QUOTA_EXCEEDED, FILE_EMPTY */
  async take(userId: string, incoming: IncomingFile, signal?: AbortSignal): Promise<StoredFile> {
    try {
      return await this.checkAndKeep(userId, incoming, signal);
    } finally {
      incoming.content.destroy();
    }
  }

  private async checkAndKeep(userId: string, incoming: IncomingFile, signal?: AbortSignal): Promise<StoredFile> {
    const name = safeFileName(incoming.name);
    assertNameAllowed(name);
    const room = this.quota.room(await this.files.usage(userId));
    const { head, whole } = await peek(incoming.content, SNIFFED_BYTES);
    if (head.length === 0) throw new AppError(StorageErrors.FILE_EMPTY);
    const { mediaType } = await sniffFileType(head, name, incoming.declaredType);
    const objectKey = newContentKey(userId);
    const meter = new ContentMeter(room, () => this.quota.tooMuch(room));
    await this.doomed.doom(objectKey, LONGEST_UPLOAD);
    try {
      await this.objects.put(objectKey, through(meter, whole), signal);
      const content = { size: meter.size, sha256: meter.sha256() };
      const file = await this.files.adopt(
        { userId, name, mediaType, objectKey, madeBy: incoming.madeBy, ...content },
        this.quota.check,
      );
      if (file.objectKey !== objectKey) await this.doomed.hasten(objectKey);
      return file;
    } catch (error) {
      // Should this fail as well, the key is due after LONGEST_UPLOAD all the same.
      await this.doomed.hasten(objectKey).catch(() => undefined);
      throw error;
    }
  }
}
