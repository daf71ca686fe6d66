import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fc from 'fast-check';
import { type Redis } from 'ioredis';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { type LogEntry, LogReader } from '../../src/session/live/log-reader.js';
import { type LiveRun } from '../../src/session/live/live-run.js';
import { RunLog } from '../../src/session/live/run-log.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';
import { captureInterval } from './support/captured-interval.js';

describe('LogReader', () => {
  let process: CacheProcess;
  let log: RunLog;
  let sut: LogReader;
  let opened: Map<string, Redis>;
  let lookAtAll: () => void;

  beforeEach(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    const open = jest.spyOn(process.redis, 'open');
    log = new RunLog(process.redis, loadConfig({}));
    sut = new LogReader(process.redis);
    opened = new Map(open.mock.calls.map(([, name], call) => [name ?? '', open.mock.results[call]?.value as Redis]));
    // What it does every 15 s is done when a test says so: it would make good whatever else is amiss.
    lookAtAll = captureInterval(() => sut.onApplicationBootstrap());
    // What is published before it listens is not heard, and would be waited for in vain.
    await opened.get('log-news')?.subscribe(process.redis.key('news'));
  });
  afterEach(() => {
    sut.beforeApplicationShutdown();
    process.stop();
    jest.restoreAllMocks();
  });

  const beginRun = async (): Promise<LiveRun> => {
    const run = { runId: newId(), conversationId: newId() };
    await log.admit(run, 'enqueue', '{"type":"queued"}', 0);
    await log.begin(run, 1);
    return run;
  };
  const say = (run: LiveRun, count: number) =>
    log.append(
      run,
      1,
      Array.from({ length: count }, () => ({ json: '{"type":"thinking"}' })),
    );
  const keyOf = (run: LiveRun) => process.redis.commands.keys(process.redis.key('*', 'log', run.conversationId));

  /** Everything a subscriber has been given, and how to wait for so many. */
  const watch = (run: LiveRun, from = '0-0') => {
    const seen: LogEntry[] = [];
    let told = () => undefined as void;
    const subscription = sut.subscribe(run.conversationId, from, (entries) => {
      seen.push(...entries);
      told();
    });
    const until = async (count: number) => {
      while (seen.length < count) await new Promise<void>((resolve) => (told = resolve));
      return seen.map(({ data }) => (JSON.parse(data) as { seq: number }).seq);
    };
    return { seen, until, close: () => subscription.close() };
  };
  /** Resolves when what has been said so far was heard, and read. */
  const allIsRead = async (news: Redis) => {
    const heard = once(news, 'message');
    await process.redis.commands.publish(process.redis.key('news'), 'nobody’s');
    await heard;
    await opened.get('log-reader')?.ping();
  };
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it('should deliver every entry once and in order, whenever and from wherever a subscriber comes', async () => {
    const step = fc.oneof(fc.record({ say: fc.integer({ min: 1, max: 700 }) }), fc.record({ join: fc.nat() }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const run = await beginRun();
        const written = await process.redis.commands.xrange((await keyOf(run))[0] ?? '', '-', '+');
        const positions = written.map(([position]) => position);
        const joined: { from: number; watched: ReturnType<typeof watch> }[] = [];
        // Without waiting for one another, but for what must be known to come from the middle.
        for (const one of steps) {
          if ('say' in one) positions.push(...(await say(run, one.say)).map(({ position }) => position));
          else {
            const from = one.join % (positions.length + 1);
            joined.push({ from, watched: watch(run, from === 0 ? '0-0' : positions[from - 1]) });
          }
        }

        for (const { from, watched } of joined) {
          const expected = numbers(from + 1, positions.length);
          expect(await watched.until(expected.length)).toEqual(expected);
          watched.close();
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
    expect(sut.watched).toEqual({ logs: 0, subscribers: 0 });
  });

  it('should read no log of which there is no news', async () => {
    const silent = await Promise.all(Array.from({ length: 20 }, beginRun));
    await Promise.all(silent.map((run) => watch(run).until(1)));
    const run = await beginRun();
    const watched = watch(run);
    await watched.until(1);
    const monitor = await process.redis.commands.monitor();
    const read: string[][] = [];
    monitor.on('monitor', (_time: string, args: string[]) => {
      if (args[0]?.toLowerCase() === 'xread') read.push(args);
    });

    await say(run, 1);
    await watched.until(2);
    await say(run, 1);
    await watched.until(3);
    monitor.disconnect();

    const keys = read.flat().filter((arg) => arg.includes(':log:') && arg.startsWith(process.redis.key('')));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => key.endsWith(run.conversationId))).toBe(true);
  });

  describe('when something was appended that it could not hear of', () => {
    const appendUnheard = async () => {
      const run = await beginRun();
      const watched = watch(run);
      await watched.until(1);
      await allIsRead(opened.get('log-news') as Redis);
      const [key = ''] = await keyOf(run);
      await process.redis.commands.xadd(key, '*', 'run', run.runId, 'data', '{"seq":2}');
      return watched;
    };

    it('should deliver it as soon as it can hear again', async () => {
      const watched = await appendUnheard();

      opened.get('log-news')?.stream.destroy();

      expect(await watched.until(2)).toEqual([1, 2]);
    });

    it('should deliver it when it looks at all logs, which it does now and then', async () => {
      const watched = await appendUnheard();

      lookAtAll();

      expect(await watched.until(2)).toEqual([1, 2]);
    });
  });

  it('should go on where it was when its own connection is cut while it reads', async () => {
    const run = await beginRun();
    const watched = watch(run);
    await watched.until(1);
    await allIsRead(opened.get('log-news') as Redis);
    const reader = opened.get('log-reader') as Redis;
    const xread = reader.xread.bind(reader) as (...args: unknown[]) => Promise<null>;
    jest.spyOn(reader, 'xread').mockImplementationOnce(((...args: unknown[]) => {
      const reply = xread(...args);
      reader.stream.destroy();
      return reply;
    }) as typeof reader.xread);

    await say(run, 3);

    expect(await watched.until(4)).toEqual([1, 2, 3, 4]);
  });

  it('should give nothing more to one who has left, and all to those who stay', async () => {
    const run = await beginRun();
    const [leaving, staying] = [watch(run), watch(run)];
    await Promise.all([leaving.until(1), staying.until(1)]);

    leaving.close();
    await say(run, 2);

    expect(await staying.until(3)).toEqual([1, 2, 3]);
    expect(leaving.seen).toHaveLength(1);
    expect(sut.watched).toEqual({ logs: 1, subscribers: 1 });
  });
});
