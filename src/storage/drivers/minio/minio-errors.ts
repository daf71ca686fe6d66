import { AppError } from '../../../common/errors/app-error.js';
import { CommonErrors } from '../../../common/errors/common.errors.js';

const MISSING = new Set(['NoSuchKey', 'NotFound']);

/**
 * What the store answered, e.g. `AccessDenied`. Not by `instanceof`: the library exists twice in a process, as the CommonJS
 * that nestjs-minio-client requires and as the ES module that an import gives, and their classes are not the same.
 */
export function storeCode(error: unknown): string {
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return code ?? '';
}

/** S3 words "it is not there" differently for GET and HEAD. */
export function isMissing(error: unknown): boolean {
  return MISSING.has(storeCode(error));
}

/** The object is not the one the condition named. */
export function isChanged(error: unknown): boolean {
  return storeCode(error) === 'PreconditionFailed';
}

/**
 * Runs what talks to the store. Our calls are right by construction, so whatever it refuses or breaks off means that it does
 * not serve: it is down, overloaded, full, or was given wrong credentials; the cause says which, in the log.
 */
export async function talkToStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isMissing(error) || isChanged(error) || error instanceof AppError) throw error;
    throw new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE, { cause: error, retryAfter: 5 });
  }
}

/** As `talkToStore`, but undefined for what is not there. */
export async function talkUnlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await talkToStore(work);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
