import { type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { fileTypeByMediaType } from '../files/file-types.js';
import { FilesService } from '../files/files.service.js';
import { type StoredFile } from '../files/file.js';
import { decodeText } from '../files/text-encoding.js';
import { StorageErrors } from '../storage.errors.js';
import { parseTable } from './csv-table.js';
import { type DocumentKind, readDocument } from './document-reader.js';
import { limited, MAX_CHARACTERS, type ReadableText, tableText } from './readable-text.js';

/** Documents are read as a whole, so they must fit into memory. */
const MAX_DOCUMENT_BYTES = 20 * 1_048_576;

/** Enough for MAX_CHARACTERS in any encoding. Of a longer text only the beginning is read. */
const MAX_TEXT_BYTES = MAX_CHARACTERS * 4;

/** Reads what files say. */
@Injectable()
export class FileReader {
  constructor(private readonly files: FilesService) {}

  /** Tells by its type and size alone what can never be read. @throws AppError FILE_NOT_READABLE */
  assertReadable(file: StoredFile): void {
    const kind = fileTypeByMediaType(file.mediaType)?.kind;
    const document = kind === 'pdf' || kind === 'spreadsheet';
    if (kind === undefined || kind === 'image') throw notReadable(file);
    if (document && file.size > MAX_DOCUMENT_BYTES) throw notReadable(file);
  }

  /**
   * What a file says, cut at 40,000 characters; a document is read within 15 seconds. Tables are tab-separated lines; of a
   * spreadsheet each sheet stands under its name.
   * @throws AppError FILE_NOT_READABLE for a picture or what is damaged, FILE_NOT_FOUND when it was deleted meanwhile
   */
  async read(file: StoredFile, signal?: AbortSignal): Promise<ReadableText> {
    this.assertReadable(file);
    const kind = fileTypeByMediaType(file.mediaType)?.kind;
    switch (kind) {
      case 'text':
        return this.text(file);
      case 'table': {
        const { text, truncated } = await this.text(file);
        return { text: tableText(parseTable(text)), truncated };
      }
      case 'pdf':
      case 'spreadsheet':
        return this.document(kind, file, signal);
      case 'image':
      case undefined:
        throw notReadable(file);
    }
  }

  /** The beginning of a text file, decoded. @throws AppError FILE_NOT_READABLE */
  async text(file: StoredFile): Promise<ReadableText> {
    const cutOff = file.size > MAX_TEXT_BYTES;
    const content = await this.files.open(file, cutOff ? { start: 0, end: MAX_TEXT_BYTES - 1 } : undefined);
    const text = decodeText(await wholeOf(content), { cutOff });
    if (text === undefined) throw notReadable(file);
    return limited(text, cutOff);
  }

  private async document(kind: DocumentKind, file: StoredFile, signal?: AbortSignal): Promise<ReadableText> {
    const content = await wholeOf(await this.files.open(file));
    try {
      return await readDocument(kind, content, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw notReadable(file, error);
    }
  }
}

function wholeOf(content: Readable): Promise<Buffer> {
  return buffer(content);
}

function notReadable(file: StoredFile, cause?: unknown): AppError {
  return new AppError(StorageErrors.FILE_NOT_READABLE, { params: { name: file.name }, cause });
}
