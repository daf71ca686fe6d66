import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { contentPath, FileReader, FilesService, type StoredFile, StorageErrors } from '../../storage/index.js';
import { AgentErrors } from '../agent.errors.js';
import { type AttachedFile } from './run.entity.js';

/** Looks at the files of a question before it is accepted. */
@Injectable()
export class AttachedFiles {
  constructor(
    private readonly files: FilesService,
    private readonly reader: FileReader,
  ) {}

  /**
   * The files as the run's record keeps them, in the order of their ids.
   * @throws AppError ATTACHED_FILE_NOT_FOUND, FILE_NOT_READABLE for what no agent can read
   */
  async check(userId: string, ids: readonly string[]): Promise<AttachedFile[]> {
    const files = await Promise.all(ids.map((id) => this.find(userId, id)));
    for (const file of files) this.reader.assertReadable(file);
    return files.map((file) => ({
      file_id: file.id,
      name: file.name,
      media_type: file.mediaType,
      size: file.size,
      url: contentPath(file.id),
      sha256: file.sha256,
    }));
  }

  private async find(userId: string, id: string): Promise<StoredFile> {
    try {
      return await this.files.get(userId, id);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== StorageErrors.FILE_NOT_FOUND) throw error;
      throw new AppError(AgentErrors.ATTACHED_FILE_NOT_FOUND, { params: { file_id: id } });
    }
  }
}
