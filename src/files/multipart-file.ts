import { type Readable } from 'node:stream';
import busboy from 'busboy';
import { type Request } from 'express';
import { AppError } from '../common/errors/app-error.js';
import { CommonErrors } from '../common/errors/common.errors.js';
import { StorageErrors } from '../storage/index.js';
import { pipeBody } from './request-ends.js';

/** The one file of a form, while it arrives. */
export interface MultipartFile {
  readonly name: string;
  readonly declaredType: string;
  readonly content: Readable;
}

/**
 * Hands the file of a multipart/form-data body to `take`, as a stream that fails when the body is cut off or is no form.
 * @returns what `take` returns.
 * @throws AppError FILE_MISSING when there is no file, MALFORMED_BODY when the form is broken, and what `take` throws
 */
export async function receiveFile<T>(request: Request, take: (file: MultipartFile) => Promise<T>): Promise<T> {
  const form = openForm(request);
  let letGo: (() => void) | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      let taken = false;
      form.on('file', (_field, content, { filename, mimeType }) => {
        let failure: AppError | undefined;
        content.once('error', (error) => (failure = broken(error)));
        taken = true;
        take({ name: filename ?? '', declaredType: mimeType, content }).then(resolve, (error: unknown) => {
          reject(failure ?? (error as Error));
        });
      });
      // A file that has begun fails by itself when the form does, and a whole one stands whatever comes behind it.
      form.on('error', (error) => taken || reject(broken(error)));
      form.once('close', () => taken || reject(new AppError(StorageErrors.FILE_MISSING)));
      letGo = pipeBody(request, form);
    });
  } finally {
    letGo?.();
  }
}

function openForm(request: Request): busboy.Busboy {
  if (!request.is('multipart/form-data')) throw new AppError(StorageErrors.FILE_MISSING);
  try {
    return busboy({
      headers: request.headers,
      // Browsers send names as they are, in UTF-8.
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 10, fieldSize: 1024, parts: 12, headerPairs: 50 },
    });
  } catch (error) {
    // No boundary, for one.
    throw broken(error);
  }
}

function broken(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError(CommonErrors.MALFORMED_BODY, { cause: error });
}
