/** A file of a user, as a row of `files` with what its content is. */
export interface StoredFile {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
  readonly origin: 'upload' | 'artifact';
  /** The run that made an artifact; null on an upload. */
  readonly runId: string | null;
  readonly createdAt: Date;
  readonly objectKey: string;
}

/** Where a file's content is, for its user: a path of the API that never expires. */
export function contentPath(fileId: string): string {
  return `/api/v1/files/${fileId}/content`;
}

/** What made an artifact. */
export interface MadeBy {
  readonly runId: string;
  /** What the file is to the run: it makes one file of this word, however often it is tried again. */
  readonly effect: string;
}

/** A file that has arrived in the store and waits to be recorded. */
export interface NewFile {
  readonly userId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: Buffer;
  readonly objectKey: string;
  /** Set on an artifact. */
  readonly madeBy?: MadeBy;
  /** Set when it arrived by a direct upload. */
  readonly uploadId?: string;
}

/** An upload that goes straight to the store. */
export interface DirectUpload {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly mediaType: string | null;
  readonly size: number;
  readonly objectKey: string;
  /** The file it became; null while it is open. */
  readonly fileId: string | null;
  readonly expiresAt: Date;
}
