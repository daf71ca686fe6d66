import { AppError } from '../../../common/errors/app-error.js';
import { CommonErrors } from '../../../common/errors/common.errors.js';

/** A disk that is full, gone, broken, or not ours to write to. */
const DISK_FAILURES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
]);

/** The store's own failures as the port words them; whatever else came along, such as an abort, stays what it is. */
export function storeFailure(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (!DISK_FAILURES.has(String(code))) return error;
  return new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE, { cause: error });
}

/** The result, or undefined when the file is not there. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw storeFailure(error);
  }
}
