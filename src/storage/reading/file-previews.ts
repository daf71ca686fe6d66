import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type sharp from 'sharp';
import { AppError } from '../../common/errors/app-error.js';
import { fileTypeByMediaType } from '../files/file-types.js';
import { FilesService } from '../files/files.service.js';
import { type StoredFile } from '../files/file.js';
import { StorageErrors } from '../storage.errors.js';
import { parseTable, type Table } from './csv-table.js';
import { FileReader } from './file-reader.js';

const PREVIEW_CHARACTERS = 5_000;
const PREVIEW_ROWS = 50;
const THUMBNAIL_PIXELS = 320;

/** A phone's photo has 50 million; a picture made to exhaust memory has more. */
const MAX_PICTURE_PIXELS = 60_000_000;
const THUMBNAIL_SECONDS = 10;

/** The beginning of a file, in the form that suits it. */
export type FilePreview =
  | { readonly kind: 'text'; readonly text: string; readonly truncated: boolean }
  | { readonly kind: 'table'; readonly rows: Table; readonly truncated: boolean }
  | { readonly kind: 'image' };

/** Shows what a file is about without downloading it. */
@Injectable()
export class FilePreviews {
  constructor(
    private readonly files: FilesService,
    private readonly reader: FileReader,
  ) {}

  /** @throws AppError FILE_NOT_READABLE */
  async preview(file: StoredFile): Promise<FilePreview> {
    const kind = fileTypeByMediaType(file.mediaType)?.kind;
    if (kind === 'image') return { kind };
    if (kind === 'table') {
      const { text, truncated } = await this.reader.text(file);
      const rows = parseTable(text, PREVIEW_ROWS + 1);
      return { kind, rows: rows.slice(0, PREVIEW_ROWS), truncated: truncated || rows.length > PREVIEW_ROWS };
    }
    const { text, truncated } = await this.reader.read(file);
    const beginning = text.slice(0, PREVIEW_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
    return { kind: 'text', text: beginning, truncated: truncated || beginning.length < text.length };
  }

  /** A picture of at most 320 × 320 pixels as WebP. @throws AppError FILE_HAS_NO_PREVIEW, FILE_NOT_READABLE */
  async thumbnail(file: StoredFile): Promise<Buffer> {
    if (fileTypeByMediaType(file.mediaType)?.kind !== 'image') throw new AppError(StorageErrors.FILE_HAS_NO_PREVIEW);
    const openPicture = await loadSharp();
    const content = await this.files.open(file);
    const picture = openPicture({ limitInputPixels: MAX_PICTURE_PIXELS, sequentialRead: true })
      .timeout({ seconds: THUMBNAIL_SECONDS })
      .rotate()
      .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
      .webp();
    const [thumbnail] = await Promise.all([picture.toBuffer(), pipeline(content, picture)]).catch((error: unknown) => {
      content.destroy();
      if (error instanceof AppError) throw error;
      throw new AppError(StorageErrors.FILE_NOT_READABLE, { params: { name: file.name }, cause: error });
    });
    return thumbnail;
  }
}

/** Read with the first picture: a start does not wait for it, and most processes see none. */
async function loadSharp(): Promise<typeof sharp> {
  const { default: loaded } = await import('sharp');
  // Decoded pictures are large, and previews are seldom asked for twice.
  loaded.cache(false);
  loaded.concurrency(1);
  return loaded;
}
