import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ContentMeter, peek, through } from './incoming-content.js';

const tooMuch = new Error('too much');
const meterOf = (limit: number) => new ContentMeter(limit, () => tooMuch);
const chunks = (...texts: string[]) => Readable.from(texts.map((text) => Buffer.from(text)));

describe('ContentMeter', () => {
  it('should measure what flows through it', async () => {
    const sut = meterOf(6);

    expect((await buffer(through(sut, chunks('abc', 'def')))).toString()).toBe('abcdef');
    expect(sut.size).toBe(6);
    expect(sut.sha256()).toEqual(createHash('sha256').update('abcdef').digest());
  });

  it('should fail at the byte after the limit, and end its source', async () => {
    const source = chunks('abc', 'def');

    await expect(buffer(through(meterOf(5), source))).rejects.toBe(tooMuch);
    expect(source.destroyed).toBe(true);
  });

  it('should fail as its source does', async () => {
    const failure = new Error('cut off');
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('abc');
        throw failure;
      })(),
    );

    await expect(buffer(through(meterOf(100), source))).rejects.toBe(failure);
  });
});

describe('peek', () => {
  it.each([
    [2, 'ab'],
    [4, 'abcd'],
    [100, 'abcdef'],
  ])('should show the first %p bytes and take none away', async (length, head) => {
    const peeked = await peek(chunks('abc', 'def'), length);

    expect(peeked.head.toString()).toBe(head);
    expect((await buffer(peeked.whole)).toString()).toBe('abcdef');
  });

  it('should show nothing of nothing', async () => {
    const { head, whole } = await peek(chunks(), 10);

    expect([head.length, (await buffer(whole)).length]).toEqual([0, 0]);
  });

  it('should end the stream with what was made of it', async () => {
    const source = chunks('abc', 'def', 'ghi');
    const { whole } = await peek(source, 2);

    whole.destroy();
    await once(whole, 'close');

    expect(source.destroyed).toBe(true);
  });
});
