/** What can be done with the content of a file. */
export type FileKind = 'text' | 'table' | 'spreadsheet' | 'pdf' | 'image';

export interface FileType {
  readonly mediaType: string;
  readonly kind: FileKind;
  /** The first is the usual one. Text has no mark of its own, so its extension says what it is. */
  readonly extensions: readonly string[];
  /** What clients also call it; Windows says Excel to every CSV. */
  readonly alsoCalled?: readonly string[];
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Every type that is taken. A browser runs nothing of any of them: no HTML, no SVG, no archives, no macros. */
export const FILE_TYPES: readonly FileType[] = [
  { mediaType: 'text/plain', kind: 'text', extensions: ['txt', 'text', 'log'] },
  {
    mediaType: 'text/markdown',
    kind: 'text',
    extensions: ['md', 'markdown'],
    alsoCalled: ['text/x-markdown', 'text/plain'],
  },
  { mediaType: 'application/json', kind: 'text', extensions: ['json'], alsoCalled: ['text/json', 'text/plain'] },
  {
    mediaType: 'text/csv',
    kind: 'table',
    extensions: ['csv'],
    alsoCalled: ['application/csv', 'text/comma-separated-values', 'application/vnd.ms-excel', 'text/plain'],
  },
  { mediaType: 'text/tab-separated-values', kind: 'table', extensions: ['tsv'], alsoCalled: ['text/plain'] },
  { mediaType: XLSX, kind: 'spreadsheet', extensions: ['xlsx'] },
  { mediaType: 'application/pdf', kind: 'pdf', extensions: ['pdf'], alsoCalled: ['application/x-pdf'] },
  { mediaType: 'image/png', kind: 'image', extensions: ['png'] },
  { mediaType: 'image/jpeg', kind: 'image', extensions: ['jpg', 'jpeg'], alsoCalled: ['image/jpg', 'image/pjpeg'] },
  { mediaType: 'image/webp', kind: 'image', extensions: ['webp'] },
  { mediaType: 'image/gif', kind: 'image', extensions: ['gif'] },
];

/** Those that have no mark in their content. */
export function isTextual({ kind }: FileType): boolean {
  return kind === 'text' || kind === 'table';
}

export function fileTypeByExtension(extension: string): FileType | undefined {
  return FILE_TYPES.find(({ extensions }) => extensions.includes(extension.toLowerCase()));
}

export function fileTypeByMediaType(mediaType: string): FileType | undefined {
  return FILE_TYPES.find((type) => type.mediaType === mediaType);
}

/** Whether a client that calls it so means this type. */
export function mayBeCalled(type: FileType, declared: string): boolean {
  const name = declared.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return ['', 'application/octet-stream', type.mediaType, ...(type.alsoCalled ?? [])].includes(name);
}
