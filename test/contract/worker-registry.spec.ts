import { randomUUID } from 'node:crypto';
import { type WorkerBeat, WorkerRegistry } from '../../src/agent/runs/worker-registry.js';
import { HOUR, MINUTE, timestamp } from '../../src/common/clock.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

describe('WorkerRegistry', () => {
  let process: CacheProcess;
  let sut: WorkerRegistry;

  beforeEach(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    sut = new WorkerRegistry(process.redis);
  });
  afterEach(() => process.stop());

  const beat = (id: string, age = 0): WorkerBeat => ({
    id,
    started_at: timestamp(Date.now() - 2 * HOUR),
    last_beat_at: timestamp(Date.now() - age),
    pool_size: 4,
    active_runs: 0,
    runtime_version: 'v1',
    model: 'analyst',
  });
  const kept = async () => (await process.redis.commands.hkeys(process.redis.key('workers'))).toSorted();

  it('should list those that gave a sign of life lately, as they gave it', async () => {
    const [here, silent] = [beat('here'), beat('silent', MINUTE)];
    await Promise.all([sut.beat(here), sut.beat(silent)]);

    expect(await sut.list()).toEqual([here]);
    expect(await kept()).toEqual(['here', 'silent']);
  });

  it('should forget a worker that was killed long ago', async () => {
    await Promise.all([sut.beat(beat('here')), sut.beat(beat('killed', 2 * HOUR)), sut.beat(beat('other', 3 * HOUR))]);

    await sut.list();

    expect(await kept()).toEqual(['here']);
  });

  it('should forget what it cannot read, but no worker of another version that lives', async () => {
    const write = (id: string, text: string) => process.redis.commands.hset(process.redis.key('workers'), id, text);
    const sign = (age: number) => JSON.stringify({ id: 'x', last_beat_at: timestamp(Date.now() - age), pool: 'four' });
    await Promise.all([sut.beat(beat('here')), write('newer', sign(0)), write('older', sign(2 * HOUR))]);
    await Promise.all([write('broken', '{'), write('timeless', '{"id":"timeless"}'), write('nothing', 'null')]);

    expect(await sut.list()).toMatchObject([{ id: 'here' }]);
    expect(await kept()).toEqual(['here', 'newer']);
  });

  it('should know nobody who has left', async () => {
    await sut.beat(beat('here'));

    await sut.leave('here');

    expect(await sut.list()).toEqual([]);
  });
});
