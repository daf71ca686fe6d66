import { fileTypeFromBuffer } from 'file-type/core';
import { AppError } from '../../common/errors/app-error.js';
import { StorageErrors } from '../storage.errors.js';
import { extensionOf } from './file-name.js';
import {
  FILE_TYPES,
  type FileType,
  fileTypeByExtension,
  fileTypeByMediaType,
  isTextual,
  mayBeCalled,
} from './file-types.js';
import { decodeText, hasUtf16Mark } from './text-encoding.js';

/** How much of the beginning decides what a file is, in bytes. */
export const SNIFFED_BYTES = 65_536;

/** The local header of an entry below `xl/`: writers that put the table of contents last are known by it. */
const SHEET_ENTRY = /PK..[^]{26}xl\//s;

/**
 * What a file is, by its content. Its name and the type it was sent as must agree: a file that lies about itself is refused.
 * @param declared the content type it was sent with, if any.
 * @throws AppError FILE_TYPE_NOT_ALLOWED, FILE_TYPE_MISMATCH
 */
export async function sniffFileType(head: Buffer, name: string, declared = ''): Promise<FileType> {
  const extension = extensionOf(name);
  const named = extension === '' ? undefined : fileTypeByExtension(extension);
  const found = await typeByContent(head, named);
  if (found === undefined || (extension !== '' && named === undefined && isTextual(found))) throw notAllowed();
  if ((extension !== '' && named !== found) || !mayBeCalled(found, declared)) {
    throw new AppError(StorageErrors.FILE_TYPE_MISMATCH, { params: { actual: found.mediaType } });
  }
  return found;
}

/** Refuses early what its name already rules out. */
export function assertNameAllowed(name: string): void {
  const extension = extensionOf(name);
  if (extension !== '' && fileTypeByExtension(extension) === undefined) throw notAllowed();
}

async function typeByContent(head: Buffer, named: FileType | undefined): Promise<FileType | undefined> {
  // The mark of UTF-16 is taken for that of an MP3.
  const marked = hasUtf16Mark(head) ? undefined : await fileTypeFromBuffer(head);
  if (marked === undefined) return textByName(head, named);
  if (marked.mime === 'application/zip' && SHEET_ENTRY.test(head.toString('latin1')))
    return fileTypeByExtension('xlsx');
  return fileTypeByMediaType(marked.mime);
}

function textByName(head: Buffer, named: FileType | undefined): FileType | undefined {
  if (decodeText(head, { cutOff: true }) === undefined) return undefined;
  return named !== undefined && isTextual(named) ? named : fileTypeByExtension('txt');
}

function notAllowed(): AppError {
  const allowed = FILE_TYPES.map(({ extensions }) => extensions[0]?.toUpperCase()).join(', ');
  return new AppError(StorageErrors.FILE_TYPE_NOT_ALLOWED, { params: { allowed } });
}
