import { type Readable } from 'node:stream';
import { type MinioClient } from 'nestjs-minio-client';
import { talkToStore } from './minio-errors.js';

/** S3 takes 10,000 parts, so objects end at 156 GiB; one part at a time is in memory. */
const PART_SIZE = 16 * 1_048_576;

/** Where an object goes. */
export interface Target {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Writes a stream of unknown length. The library's own `putObject` is not used for streams: it takes parts of half a
 * gigabyte, and waits for ever when the stream fails (docs/decisions/0007-object-store-and-files.md).
 */
export async function uploadStream(client: MinioClient, target: Target, content: Readable, signal?: AbortSignal) {
  const parts = inParts(content);
  const { value: first = Buffer.alloc(0), done } = await parts.next();
  if (done || first.length < PART_SIZE) {
    signal?.throwIfAborted();
    await talkToStore(() => client.putObject(target.bucket, target.key, first, first.length));
    return;
  }
  await uploadParts(client, target, first, parts, signal);
}

/** The object comes into being when its last part is there and the upload is completed, at once and whole. */
async function uploadParts(
  client: MinioClient,
  { bucket, key }: Target,
  first: Buffer,
  rest: AsyncIterable<Buffer>,
  signal?: AbortSignal,
): Promise<void> {
  const uploadId = await talkToStore(() => client.initiateNewMultipartUpload(bucket, key, {}));
  const done: { part: number; etag: string }[] = [];
  const send = async (part: Buffer) => {
    signal?.throwIfAborted();
    const place = { bucketName: bucket, objectName: key, uploadID: uploadId, partNumber: done.length + 1, headers: {} };
    const { etag, part: number } = await talkToStore(() => client.uploadPart(place, part));
    done.push({ etag, part: number });
  };
  try {
    await send(first);
    for await (const part of rest) await send(part);
    signal?.throwIfAborted();
    await talkToStore(() => client.completeMultipartUpload(bucket, key, uploadId, done));
  } catch (error) {
    // A store that is down cannot be told; it drops unfinished uploads by itself after a day.
    await client.abortMultipartUpload(bucket, key, uploadId).catch(() => undefined);
    throw error;
  }
}

/** Pieces of exactly PART_SIZE, the last one excepted. */
async function* inParts(content: Readable): AsyncGenerator<Buffer, undefined> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < PART_SIZE) continue;
    const whole = Buffer.concat(chunks, size);
    let start = 0;
    for (; size - start >= PART_SIZE; start += PART_SIZE) yield whole.subarray(start, start + PART_SIZE);
    chunks = start < size ? [Buffer.from(whole.subarray(start))] : [];
    size -= start;
  }
  if (size > 0) yield Buffer.concat(chunks, size);
  return undefined;
}
