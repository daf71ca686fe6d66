import { type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import { AppError } from '../../common/errors/app-error.js';
import { StorageErrors } from '../storage.errors.js';
import { type ByteRange, ObjectStore } from '../storage.port.js';
import { FileIntake, type IncomingFile } from './file-intake.js';
import { FileJanitor } from './file-janitor.js';
import { type MadeBy, type StoredFile } from './file.js';
import { FilesRepository } from './files.repository.js';

/** A file as a run makes it. */
export interface NewArtifactFile {
  readonly madeBy: MadeBy;
  readonly name: string;
  /** One of `FILE_TYPES`; the content is checked against it like an upload's. */
  readonly declaredType: string;
  readonly content: Readable;
}

/** Seconds a link is good for. */
export const LINK_LIFE = 300;

/** The files of users. Somebody else's file is not found, like one that does not exist. */
@Injectable()
export class FilesService {
  constructor(
    private readonly objects: ObjectStore,
    private readonly files: FilesRepository,
    private readonly intake: FileIntake,
    private readonly janitor: FileJanitor,
  ) {}

  /** Takes an upload; see `FileIntake.take` for what it refuses. */
  upload(userId: string, incoming: Omit<IncomingFile, 'madeBy'>, signal?: AbortSignal): Promise<StoredFile> {
    return this.intake.take(userId, incoming, signal);
  }

  /**
   * Keeps a file that a run has made. When the run made it before, in an attempt that broke off, that file is returned and
   * the content is not even read. What it refuses is what it refuses of an upload.
   */
  async saveArtifact(userId: string, { madeBy, ...file }: NewArtifactFile, signal?: AbortSignal): Promise<StoredFile> {
    const made = await this.files.findMade(userId, madeBy);
    if (made === undefined) return this.intake.take(userId, { ...file, madeBy }, signal);
    file.content.destroy();
    return made;
  }

  /** The files a run has made for the user by now, in whichever of its attempts, in their order. */
  madeBy(userId: string, runId: string): Promise<StoredFile[]> {
    return this.files.allMade(userId, runId);
  }

  /** The newest first. @param before the id of the last one of the page before. */
  list(userId: string, limit: number, before?: string): Promise<StoredFile[]> {
    return this.files.list(userId, limit, before);
  }

  /** @throws AppError FILE_NOT_FOUND */
  async get(userId: string, id: string): Promise<StoredFile> {
    const file = await this.files.find(userId, id);
    if (file === undefined) throw new AppError(StorageErrors.FILE_NOT_FOUND);
    return file;
  }

  /** The content, or a range that begins inside of it. Destroy the stream to stop early. */
  async open(file: StoredFile, range?: ByteRange): Promise<Readable> {
    const content = await this.objects.get(file.objectKey, range);
    // Deleted since it was looked up.
    if (content === undefined) throw new AppError(StorageErrors.FILE_NOT_FOUND);
    return content;
  }

  /** A URL, or a path of this server, that anyone may open for LINK_LIFE seconds. */
  link(file: StoredFile): Promise<string> {
    const disposition = contentDisposition(file.name);
    return this.objects.signDownload(file.objectKey, { expiresIn: LINK_LIFE, mediaType: file.mediaType, disposition });
  }

  /** @throws AppError FILE_NOT_FOUND */
  async delete(userId: string, id: string): Promise<void> {
    if (!(await this.files.delete(userId, id))) throw new AppError(StorageErrors.FILE_NOT_FOUND);
    this.janitor.sweepSoon();
  }

  /** Deletes all files and open uploads of the user; resolves when their objects are gone, too. */
  async deleteAll(userId: string): Promise<void> {
    await this.files.deleteAll(userId);
    await this.janitor.sweep();
  }
}
