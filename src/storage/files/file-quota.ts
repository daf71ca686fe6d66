import { AppError } from '../../common/errors/app-error.js';
import { type AppConfig } from '../../config/index.js';
import { StorageErrors } from '../storage.errors.js';
import { type FileUsage } from './files.repository.js';

type FileLimits = AppConfig['files'];

/** What a user may keep. */
export class FileQuota {
  constructor(private readonly limits: FileLimits) {}

  /** @throws AppError FILE_QUOTA_EXCEEDED when that is more than a user may have */
  readonly check = ({ files, bytes }: FileUsage): void => {
    if (files > this.limits.quotaCount || bytes > this.limits.quotaBytes) throw this.exceeded();
  };

  /** Bytes that one more file may have. @throws AppError FILE_QUOTA_EXCEEDED when there may be none */
  room({ files, bytes }: FileUsage): number {
    if (files >= this.limits.quotaCount || bytes >= this.limits.quotaBytes) throw this.exceeded();
    return Math.min(this.limits.maxBytes, this.limits.quotaBytes - bytes);
  }

  /** The error for a file that has more than `room`. */
  tooMuch(room: number): AppError {
    return room < this.limits.maxBytes ? this.exceeded() : this.tooLarge();
  }

  /** @throws AppError FILE_TOO_LARGE for a size that no file may have */
  assertSize(size: number): void {
    if (size > this.limits.maxBytes) throw this.tooLarge();
  }

  private tooLarge(): AppError {
    return new AppError(StorageErrors.FILE_TOO_LARGE, { params: { limit: mebibytes(this.limits.maxBytes) } });
  }

  private exceeded(): AppError {
    const { quotaBytes, quotaCount } = this.limits;
    return new AppError(StorageErrors.FILE_QUOTA_EXCEEDED, {
      params: { count: quotaCount, limit: mebibytes(quotaBytes) },
    });
  }
}

function mebibytes(bytes: number): string {
  return `${bytes / 1_048_576} MiB`;
}
