import { randomUUID } from 'node:crypto';
import { RunPublisher } from '../../src/agent/worker/run-publisher.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { RunLog } from '../../src/session/live/run-log.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

const FENCE = 1;

describe('RunPublisher', () => {
  const run = { runId: newId(), conversationId: newId(), sessionId: newId() };
  let process: CacheProcess;
  let log: RunLog;
  let refused: jest.Mock;
  let sut: RunPublisher;

  beforeAll(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    log = new RunLog(process.redis, loadConfig({}));
    await log.admit(run, 'enqueue', '{"type":"queued"}', 0);
    refused = jest.fn();
    sut = new RunPublisher(log, run, FENCE, refused);
  });
  afterAll(() => {
    jest.useRealTimers();
    process.stop();
  });

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
});
