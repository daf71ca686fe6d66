import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback, pipeline } from 'node:stream';

/** Measures what flows through it, and fails once it is more than may come. */
export class ContentMeter extends Transform {
  /** Bytes so far. */
  size = 0;
  private readonly hash = createHash('sha256');

  /** @param tooMuch makes the error for the byte after `limit`. */
  constructor(
    private readonly limit: number,
    private readonly tooMuch: () => Error,
  ) {
    super();
  }

  /** To be asked once, after the end. */
  sha256(): Buffer {
    return this.hash.digest();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    if (this.size > this.limit) {
      done(this.tooMuch());
      return;
    }
    this.hash.update(chunk);
    done(null, chunk);
  }
}

/** Sends a stream through the meter. A failure of either fails what reads from the meter. */
export function through(meter: ContentMeter, content: Readable): ContentMeter {
  // The reader of the meter sees the error; this callback only keeps it from being nobody's.
  return pipeline(content, meter, () => undefined);
}

/**
 * Reads the beginning of a stream without taking it away.
 * @returns the first `length` bytes, or all if there are fewer, and a stream of everything.
 */
export async function peek(content: Readable, length: number): Promise<{ head: Buffer; whole: Readable }> {
  const chunks = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let size = 0;
  while (size < length) {
    const { value, done } = await chunks.next();
    if (done) break;
    held.push(value as Buffer);
    size += (value as Buffer).length;
  }
  const head = Buffer.concat(held, size);
  const whole = Readable.from(rejoin(head, chunks), { objectMode: false });
  whole.once('close', () => content.destroy());
  return { head: head.subarray(0, length), whole };
}

async function* rejoin(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
