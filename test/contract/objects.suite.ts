import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type ObjectStore } from '../../src/storage/index.js';

const MEBIBYTE = 1_048_576;
const bytesOf = (content: Buffer | string) => Readable.from([Buffer.from(content)]);

/**
 * What every driver of the ObjectStore port must do.
 * @param options.fetchSigned opens a signed URL; left out where only a whole server can (then e2e/files.spec.ts does).
 */
export function describeObjectStore(
  create: () => Promise<ObjectStore>,
  options: { fetchSigned?: typeof fetch } = {},
): void {
  let sut: ObjectStore;
  const prefix = `suite/${randomUUID()}`;
  const newKey = () => `${prefix}/${randomUUID()}`;
  const textOf = async (key: string) => {
    const content = await sut.get(key);
    return content && (await buffer(content)).toString();
  };

  beforeAll(async () => {
    sut = await create();
  });

  it('should serve', async () => {
    await expect(sut.check()).resolves.toBeUndefined();
  });

  it('should give back what was put, and know its size', async () => {
    const key = newKey();

    const put = await sut.put(key, bytesOf('出口数据'));

    expect(put).toMatchObject({ key, size: 12, etag: expect.any(String) });
    expect(Math.abs(put.modifiedAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await sut.stat(key)).toEqual(put);
    expect(await textOf(key)).toBe('出口数据');
  });

  it.each([0, 1, 16 * MEBIBYTE - 1, 16 * MEBIBYTE, 16 * MEBIBYTE + 1, 40 * MEBIBYTE])(
    'should keep %p bytes as they are',
    async (size) => {
      const key = newKey();
      const content = randomBytes(size);

      await sut.put(key, Readable.from(inChunks(content, 100_003)));

      const read = await buffer((await sut.get(key)) as Readable);
      expect(digest(read)).toBe(digest(content));
      expect((await sut.stat(key))?.size).toBe(size);
    },
  );

  it.each([
    [0, 0, '0'],
    [2, 4, '234'],
    [7, 100, '789'],
  ])('should give the bytes %p to %p', async (start, end, expected) => {
    const key = newKey();
    await sut.put(key, bytesOf('0123456789'));

    expect((await buffer((await sut.get(key, { start, end })) as Readable)).toString()).toBe(expected);
  });

  it('should have nothing under a key nobody wrote', async () => {
    const key = newKey();

    expect(await sut.stat(key)).toBeUndefined();
    expect(await sut.get(key)).toBeUndefined();
    expect(await sut.copy(key, newKey())).toBe(false);
    await expect(sut.delete(key)).resolves.toBeUndefined();
  });

  it('should replace an object as a whole, under another etag', async () => {
    const key = newKey();
    const first = await sut.put(key, bytesOf('first'));

    const second = await sut.put(key, bytesOf('other'));

    expect(second.etag).not.toBe(first.etag);
    expect(await textOf(key)).toBe('other');
  });

  it('should let a reader finish what was replaced or deleted meanwhile', async () => {
    const key = newKey();
    await sut.put(key, bytesOf('whole'));
    const reading = (await sut.get(key)) as Readable;

    await sut.delete(key);

    expect((await buffer(reading)).toString()).toBe('whole');
    expect(await sut.stat(key)).toBeUndefined();
  });

  describe.each([
    ['in the first piece', 10],
    ['in a later piece', 40 * MEBIBYTE],
  ])('when the content fails %s', (_where, after) => {
    it('should fail with the same error and leave nothing', async () => {
      const key = newKey();
      const failure = new Error('the client hung up');

      await expect(sut.put(key, Readable.from(failing(after, failure)))).rejects.toBe(failure);

      expect(await sut.stat(key)).toBeUndefined();
    });

    it('should keep what was there before', async () => {
      const key = newKey();
      await sut.put(key, bytesOf('before'));

      await expect(sut.put(key, Readable.from(failing(after, new Error('gone'))))).rejects.toThrow('gone');

      expect(await textOf(key)).toBe('before');
    });
  });

  it('should stop writing when it is told to, and leave nothing', async () => {
    const key = newKey();
    const controller = new AbortController();
    const content = Readable.from(inChunks(Buffer.alloc(40 * MEBIBYTE), 65_536));
    content.once('data', () => controller.abort(new Error('cancelled')));

    await expect(sut.put(key, content, controller.signal)).rejects.toThrow();

    expect(await sut.stat(key)).toBeUndefined();
    expect(content.destroyed).toBe(true);
  });

  it('should copy, and leave the source', async () => {
    const [from, to] = [newKey(), newKey()];
    await sut.put(from, bytesOf('copied'));

    expect(await sut.copy(from, to)).toBe(true);

    expect(await textOf(to)).toBe('copied');
    expect(await textOf(from)).toBe('copied');
  });

  it('should copy only the object it was told of', async () => {
    const [from, to] = [newKey(), newKey()];
    const { etag } = await sut.put(from, bytesOf('checked'));
    await sut.put(from, bytesOf('swapped'));

    expect(await sut.copy(from, to, etag)).toBe(false);
    expect(await sut.stat(to)).toBeUndefined();
    expect(await sut.copy(from, to, (await sut.stat(from))?.etag)).toBe(true);
  });

  it('should list what begins with a prefix, in the order of the keys', async () => {
    const folder = newKey();
    const keys = ['b', 'a/2', 'a-1', 'a/1', 'c/x/y'].map((name) => `${folder}/${name}`);
    for (const key of keys) await sut.put(key, bytesOf(key));

    expect(await keysOf(`${folder}/`)).toEqual([...keys].sort());
    expect(await keysOf(`${folder}/a`)).toEqual([...keys].filter((key) => key.startsWith(`${folder}/a`)).sort());
    expect(await keysOf(`${folder}/none`)).toEqual([]);
  });

  it('should show whole objects alone, however many writers there are', async () => {
    const key = newKey();
    const contents = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(200_000));

    await Promise.all(contents.map((content) => sut.put(key, bytesOf(content))));

    expect(contents).toContain(await textOf(key));
  });

  it.each(['../outside', '/absolute', 'a//b', 'a/../../b', '报告', 'nul\0'])(
    'should refuse the key %p',
    async (key) => {
      await expect((async () => sut.put(key, bytesOf('x')))()).rejects.toThrow(RangeError);
      await expect((async () => sut.get(key))()).rejects.toThrow(RangeError);
      await expect((async () => sut.signUpload(key, { expiresIn: 60, size: 1 }))()).rejects.toThrow(RangeError);
    },
  );

  const { fetchSigned } = options;
  if (fetchSigned) {
    it('should let the holder of a signed URL download, under the given name and type', async () => {
      const key = newKey();
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent('报告.csv')}`;
      await sut.put(key, bytesOf('a,b'));

      const url = await sut.signDownload(key, { expiresIn: 60, mediaType: 'text/csv; charset=utf-8', disposition });
      const response = await fetchSigned(url);

      expect(response.status).toBe(200);
      expect(response.headers.get('content-disposition')).toBe(disposition);
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(await response.text()).toBe('a,b');
      expect((await fetchSigned(url.replace(key, newKey()))).status).toBe(403);
    });

    it('should let the holder of a signed URL upload', async () => {
      const key = newKey();

      const url = await sut.signUpload(key, { expiresIn: 60, size: 6 });
      const response = await fetchSigned(url, { method: 'PUT', body: 'direct' });

      expect(response.status).toBe(200);
      expect(await textOf(key)).toBe('direct');
    });
  }

  async function keysOf(listed: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of sut.list(listed)) keys.push(key);
    return keys;
  }
}

function* inChunks(content: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
}

async function* failing(after: number, failure: Error): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < after; sent += 65_536) yield Buffer.alloc(Math.min(65_536, after));
  throw failure;
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
