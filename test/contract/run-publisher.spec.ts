import { randomUUID } from 'node:crypto';
import { RunPublisher } from '../../src/agent/worker/run-publisher.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { RunLog } from '../../src/session/live/run-log.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

const FENCE = 1;

describe('RunPublisher', () => {
  let run: { runId: string; conversationId: string; sessionId: string };
  let process: CacheProcess;
  let log: RunLog;
  let refused: jest.Mock;
  let hasRun: jest.Mock;
  let sut: RunPublisher;

  beforeAll(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    log = new RunLog(process.redis, loadConfig({}));
  });
  beforeEach(async () => {
    run = { runId: newId(), conversationId: newId(), sessionId: newId() };
    await log.admit(run, 'enqueue', '{"type":"queued"}', 0);
    refused = jest.fn();
    hasRun = jest.fn().mockResolvedValue(true);
    sut = new RunPublisher(log, run, FENCE, { hasRun, onRefused: refused });
  });
  afterEach(() => jest.useRealTimers());
  afterAll(() => process.stop());

  const keysOf = (id: string) => process.redis.commands.keys(`*${id}*`);
  const logKey = async () => (await keysOf(run.conversationId)).find((key) => key.includes(':log:')) ?? '';
  const entries = async () => process.redis.commands.xrange(await logKey(), '-', '+');
  const loseRun = async () =>
    process.redis.commands.del(...(await keysOf(run.conversationId)), ...(await keysOf(run.runId)));

  it('should be done with the log when all it had to say stands there', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] });
    sut.emit({ type: 'thinking', content: 'a' });
    jest.runOnlyPendingTimers();
    // While the first is on its way.
    sut.emit({ type: 'chunk', content: 'b' });

    await sut.drain();

    expect(jest.getTimerCount()).toBe(0);
    await log.close(run, FENCE, [{ json: '{"type":"done"}', final: true }]);
    jest.runOnlyPendingTimers();
    await expect(log.append(run, FENCE, [])).rejects.toMatchObject({ refusal: 'CLOSED' });
    expect(refused).not.toHaveBeenCalled();
  });

  it('should say together what comes together, the words joined, in two entries at most', async () => {
    const words = Array.from({ length: 50 }, (_unused, index) => `word-${index} `);

    for (const content of words) sut.emit({ type: 'chunk', content });
    await sut.drain();

    const told = (await entries()).slice(1).map(([, fields]) => JSON.parse(fields[3] ?? '') as { content: string });
    expect(told.length).toBeLessThanOrEqual(2);
    expect(told.map(({ content }) => content).join('')).toBe(words.join(''));
  });

  it('should give one who comes in the middle only the words after it when the attempt begins again', async () => {
    sut.emit({ type: 'chunk', content: 'void' });
    await sut.drain();
    sut.emit({ type: 'retry', attempt: 2, reason: 'MODEL_OVERLOADED', delay_ms: 0 });
    await sut.drain();
    expect(await log.snapshot(run)).toMatchObject({ seq: 3, text: '' });

    sut.emit({ type: 'chunk', content: 'what counts' });
    await sut.drain();

    expect(await log.snapshot(run)).toMatchObject({ seq: 4, text: 'what counts' });
    expect(sut.text).toBe('what counts');
  });

  it('should leave what was said last to who ends the run, and say nothing more by itself', async () => {
    sut.emit({ type: 'thinking', content: 'a' });
    await sut.drain();
    sut.emit({ type: 'chunk', content: 'b' });

    const { events, after } = await sut.rest();
    sut.emit({ type: 'chunk', content: 'too late' });
    await sut.secure();

    expect(after).toBe(2);
    expect(events).toMatchObject([{ text: 'b' }]);
    // Asked again, as the answer to who asked may be lost.
    expect((await sut.rest()).events).toMatchObject([{ text: 'b' }]);
    expect(await entries()).toHaveLength(2);
  });

  it('should have nothing left to say when it had said nothing before: the log becomes its own with its first words', async () => {
    sut.emit({ type: 'thinking', content: 'a' });

    expect(await sut.rest()).toEqual({ events: [], after: 2 });

    expect(await entries()).toHaveLength(2);
  });

  it('should know of the words that are on their way when it is asked what was said last', async () => {
    sut.emit({ type: 'thinking', content: 'a' });
    await sut.drain();
    sut.emit({ type: 'chunk', content: 'b' });
    const onItsWay = sut.secure();
    sut.emit({ type: 'chunk', content: 'c' });

    const { events, after } = await sut.rest();

    expect([after, events.map(({ text }) => text)]).toEqual([3, ['c']]);
    await onItsWay;
  });

  it('should write back what Redis lost when who ends the run finds the log behind', async () => {
    sut.emit({ type: 'thinking', content: 'a' });
    await sut.drain();
    const written = await entries();
    sut.emit({ type: 'chunk', content: 'b' });
    const { events, after } = await sut.rest();
    await loseRun();
    await expect(log.close(run, FENCE, events, after)).rejects.toMatchObject({ refusal: 'BEHIND' });

    await sut.restore();

    expect((await entries()).slice(0, 2)).toEqual(written);
    expect(await sut.rest()).toEqual({ events: [], after: 3 });
  });

  it('should write back byte for byte what Redis lost, whatever came before its first words', async () => {
    sut.emit({ type: 'thinking', content: '手机' });
    await sut.drain();
    sut.emit({ type: 'chunk', content: 'b' });
    await sut.drain();
    const written = await entries();
    expect(written).toHaveLength(3);
    await loseRun();

    sut.emit({ type: 'chunk', content: 'c' });
    await sut.drain();

    expect((await entries()).slice(0, 3)).toEqual(written);
    expect(await entries()).toHaveLength(4);
    expect(await log.snapshot(run)).toMatchObject({ seq: 4, text: 'bc' });
  });

  it('should write nothing back, and stop, when the run is another’s by now and Redis has lost that, too', async () => {
    sut.emit({ type: 'thinking', content: 'a' });
    await sut.drain();
    await loseRun();
    hasRun.mockResolvedValue(false);

    sut.emit({ type: 'thinking', content: 'b' });
    await expect(sut.drain()).rejects.toMatchObject({ refusal: 'FENCED' });

    expect(await keysOf(run.runId)).toEqual([]);
    expect(refused).toHaveBeenCalledTimes(1);
  });

  it('should begin the log anew when Redis has lost the run before its first words', async () => {
    await loseRun();

    sut.emit({ type: 'thinking', content: 'a' });
    await sut.drain();

    const [only] = await entries();
    expect(JSON.parse(only?.[1][3] ?? '')).toMatchObject({ seq: 1, type: 'thinking' });
  });

  it('should know the words of the attempt before once when it is told to secure them while it takes the log over', async () => {
    // Redis has yet to be told the script that takes a log over, and so answers it later than what comes after it.
    await process.redis.commands.script('FLUSH');
    await log.append(run, FENCE, [{ json: '{"type":"chunk","content":"a"}', text: 'a' }]);
    const next = new RunPublisher(log, run, FENCE + 1, { hasRun, onRefused: refused });

    await Promise.all([next.takeOver(), next.secure()]);

    expect(next.text).toBe('a');
    const written = await entries();
    await loseRun();
    await next.secure();
    expect(await entries()).toEqual(written);
  });

  it('should lose no words when the log no longer holds what came before them', async () => {
    await process.redis.commands.xtrim(await logKey(), 'MAXLEN', 0);

    sut.emit({ type: 'thinking', content: 'a' });
    await sut.drain();
    sut.emit({ type: 'thinking', content: 'b' });
    await sut.drain();

    const seqs = (await entries()).map(([, fields]) => (JSON.parse(fields[3] ?? '') as { seq: number }).seq);
    expect(seqs).toEqual([2, 3]);

    // Of what is lost besides, that is written back which is known.
    await loseRun();
    sut.emit({ type: 'thinking', content: 'c' });
    await sut.drain();
    expect(await entries()).toHaveLength(3);
  });
});
