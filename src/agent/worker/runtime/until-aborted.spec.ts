import { rejectOnAbort, untilAborted } from './until-aborted.js';

describe('untilAborted', () => {
  const collect = async (items: AsyncGenerator<number, void>, signal: AbortSignal) => {
    const collected: number[] = [];
    for await (const item of untilAborted(items, signal)) collected.push(item);
    return collected;
  };

  it('should give all items when nobody aborts', async () => {
    async function* items() {
      yield 1;
      yield 2;
    }
    expect(await collect(items(), new AbortController().signal)).toEqual([1, 2]);
  });

  it('should throw the reason although the iterator never answers', async () => {
    const abort = new AbortController();
    async function* items(): AsyncGenerator<number, void> {
      yield 1;
      abort.abort(new Error('enough'));
      await new Promise(() => {});
    }
    await expect(collect(items(), abort.signal)).rejects.toThrow('enough');
  });

  it('should close an iterator that is left before its end', async () => {
    let closed = false;
    async function* items() {
      try {
        yield 1;
        yield 2;
      } finally {
        closed = true;
      }
    }
    for await (const _ of untilAborted(items(), new AbortController().signal)) break;
    expect(closed).toBe(true);
  });
});

describe('rejectOnAbort', () => {
  it('should keep no listener once the work is done', async () => {
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');
    await expect(rejectOnAbort(Promise.resolve(1), signal)).resolves.toBe(1);
    await Promise.resolve();
    expect(removed).toHaveBeenCalledWith('abort', expect.any(Function));
  });

  it('should reject at once when already aborted', async () => {
    await expect(rejectOnAbort(new Promise(() => {}), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
