import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type Response } from 'express';
import { AppError } from '../common/errors/app-error.js';
import { type ByteRange, StorageErrors } from '../storage/index.js';

/** Bytes that are to be sent, and how they present themselves. */
export interface SentContent {
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  readonly mediaType: string;
  /** The whole `Content-Disposition` header. */
  readonly disposition: string;
  readonly open: (range?: ByteRange) => Promise<Readable>;
}

/**
 * Answers with the content, or with the one range that was asked for (RFC 9110 §14); 304 to who has it already. Several
 * ranges at once are answered with everything, as the RFC allows.
 * @throws AppError RANGE_NOT_SATISFIABLE, and what `open` throws
 */
export async function sendContent(request: Request, response: Response, content: SentContent): Promise<void> {
  const { size, mediaType } = content;
  response.setHeader('ETag', content.etag);
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('Accept-Ranges', 'bytes');
  if (isKnown(request, content.etag)) {
    response.status(304).end();
    return;
  }
  const range = wantedRange(request, response, content);
  const stream = request.method === 'HEAD' ? undefined : await content.open(range);
  response.setHeader('Content-Type', mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
  response.setHeader('Content-Disposition', content.disposition);
  response.setHeader('Content-Length', range === undefined ? size : range.end - range.start + 1);
  if (range !== undefined) {
    response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  }
  if (stream === undefined) response.end();
  else await pour(stream, response);
}

/** RFC 9110 §13.1.2. Express' own test lets a client's `Cache-Control: no-cache`, which fetch() adds, forbid the 304. */
function isKnown(request: Request, etag: string): boolean {
  const tags = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.some((tag) => tag === etag || tag === '*');
}

function wantedRange(request: Request, response: Response, { size, etag }: SentContent): ByteRange | undefined {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== etag) return undefined;
  const ranges = request.range(size, { combine: true });
  if (ranges === -1) {
    response.setHeader('Content-Range', `bytes */${size}`);
    throw new AppError(StorageErrors.RANGE_NOT_SATISFIABLE, { params: { size } });
  }
  if (!Array.isArray(ranges) || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  return ranges[0];
}

/** A store that fails in the middle cuts the connection: a short answer must not look like a whole one. */
async function pour(stream: Readable, response: Response): Promise<void> {
  try {
    await pipeline(stream, response);
  } catch (error) {
    // A client that has left is nobody's failure.
    if (!response.destroyed) response.destroy(error as Error);
  }
}
