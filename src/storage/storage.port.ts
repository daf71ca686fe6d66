import { type Readable } from 'node:stream';

/** What is known of an object beside its bytes. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Changes whenever the bytes do; otherwise opaque, and not comparable between drivers. */
  readonly etag: string;
  readonly modifiedAt: Date;
}

/** Bytes `start` to `end`, both included and counted from 0, as in an HTTP range. `end` may lie behind the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** How a download by a signed URL presents itself to a browser. */
export interface SignedDownload {
  /** Seconds the URL is good for. */
  readonly expiresIn: number;
  readonly mediaType: string;
  /** The whole `Content-Disposition` header. */
  readonly disposition: string;
}

export interface SignedUpload {
  /** Seconds the URL is good for. */
  readonly expiresIn: number;
  /** The bytes that are expected. A driver that can refuse more while they arrive does; the others tell by `stat`. */
  readonly size: number;
}

/**
 * Keeps bytes under keys. A key is `/`-separated words of letters, digits and `. _ -` (`assertObjectKey`), and no key may be
 * the beginning of another up to a slash, as a file cannot be a folder.
 * An object is whole or not there: a reader never sees half of one, whatever dies while it is written.
 * Every driver passes test/contract/objects.spec.ts. What the store fails with is an AppError DEPENDENCY_UNAVAILABLE.
 */
export abstract class ObjectStore {
  /**
   * Writes an object, in place of any of that key, with memory that does not grow with its size (up to 150 GiB).
   * When `content` fails, or `signal` aborts, the call fails with the same error and nothing is left behind.
   */
  abstract put(key: string, content: Readable, signal?: AbortSignal): Promise<StoredObject>;

  /** The bytes, or those of the range; undefined when there is no such object. Destroy the stream to stop early. */
  abstract get(key: string, range?: ByteRange): Promise<Readable | undefined>;

  /** Undefined when there is no such object. */
  abstract stat(key: string): Promise<StoredObject | undefined>;

  /** Deleting what is not there changes nothing. */
  abstract delete(key: string): Promise<void>;

  /**
   * Copies inside the store, up to 5 GiB.
   * @param ifEtag copy only if the source is still the one that `stat` told of.
   * @returns false when the source is not there, or is another by now.
   */
  abstract copy(from: string, to: string, ifEtag?: string): Promise<boolean>;

  /** Every object whose key begins with the prefix, in the order of their keys, read page by page as it is asked for. */
  abstract list(prefix: string): AsyncIterable<StoredObject>;

  /** A URL, or a path of this server, that anyone may GET until it expires. The object need not be there yet. */
  abstract signDownload(key: string, options: SignedDownload): Promise<string>;

  /** A URL, or a path of this server, to which anyone may PUT the bytes until it expires. */
  abstract signUpload(key: string, options: SignedUpload): Promise<string>;

  /** Proves that the store serves. @throws AppError when it does not: BUCKET_MISSING where an operator has to act */
  abstract check(): Promise<void>;
}
