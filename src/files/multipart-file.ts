import { type Readable } from 'node:stream';
import busboy from 'busboy';
import { type Request } from 'express';
import { AppError } from '../common/errors/app-error.js';
import { CommonErrors } from '../common/errors/common.errors.js';
import { StorageErrors } from '../storage/index.js';

/** The one file of a form, while it arrives. */
export interface MultipartFile {
  readonly name: string;
  readonly declaredType: string;
  readonly content: Readable;
}

/**
 * Hands the file of a multipart/form-data body to `take`, as a stream that fails when the body is cut off or is no form.
 * @returns what `take` returns, once the whole form has been read and found well.
 * @throws AppError FILE_MISSING when there is no file, MALFORMED_BODY when the form is broken, and what `take` throws
 */
export async function receiveFile<T>(request: Request, take: (file: MultipartFile) => Promise<T>): Promise<T> {
  const form = openForm(request);
  try {
    return await new Promise<T>((resolve, reject) => {
      let taken: Promise<T> | undefined;
      const fail = (error: unknown) => reject(broken(error));
      form.on('file', (_field, content, { filename, mimeType }) => {
        if (taken !== undefined) {
          // The limit below lets no second file through.
          content.resume();
          return;
        }
        taken = take({ name: filename ?? '', declaredType: mimeType, content });
        taken.catch(reject);
      });
      form.once('error', fail);
      form.once('close', () => {
        if (taken === undefined) reject(new AppError(StorageErrors.FILE_MISSING));
        else taken.then(resolve, reject);
      });
      request.once('aborted', () => form.destroy(new Error('The client hung up.')));
      request.pipe(form);
    });
  } finally {
    // What is still to come is read and dropped, so that the client gets to the answer.
    request.unpipe(form);
    request.resume();
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
