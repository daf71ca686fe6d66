import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { type WorkerBeat, WorkerRegistry } from '../../src/agent/runs/worker-registry.js';
import { QueuePositions } from '../../src/agent/worker/queue-positions.js';
import { timestamp } from '../../src/common/clock.js';
import { newId } from '../../src/common/ids.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

/** Two workers with two places each, all of which others have: whoever has a job here waits. */
describe('a run that waits for a worker', () => {
  let desk: RunDesk;
  let sut: QueuePositions;

  beforeAll(async () => {
    desk = await createRunDesk('queue');
    jest.spyOn(desk.pace, 'typicalMs').mockResolvedValue(3_000);
    const workers = new WorkerRegistry(desk.redis);
    await Promise.all(['one', 'two'].map((id) => workers.beat(full(id))));
    sut = look();
  });
  afterAll(() => desk.close());

  const full = (id: string): WorkerBeat => ({
    id,
    started_at: timestamp(),
    last_beat_at: timestamp(),
    pool_size: 2,
    active_runs: 2,
    runtime_version: '1',
    model: 'model',
  });
  /** What another process would look with. */
  const look = () =>
    new QueuePositions(desk.redis, desk.queue, desk.runs, new WorkerRegistry(desk.redis), desk.positions);
  const ask = async () => {
    const run = await desk.accept(newId());
    await desk.dispatcher.dispatch(run);
    return run;
  };
  const told = async (run: RunEntity) =>
    (await desk.events(run)).flatMap(({ type, position, eta_ms: eta }) => (type === 'queued' ? [[position, eta]] : []));

  it('should be told how many must end before it, and again when that changes', async () => {
    const asked = [await ask(), await ask(), await ask(), await ask(), await ask()];
    await sut.tell();
    await sut.tell();
    await look().tell();
    const before = await Promise.all(asked.map(told));

    await desk.end(asked[1] as RunEntity);
    await desk.queue['queue'].remove(`run-${asked[0]?.id}`);
    await sut.tell();
    const after = await Promise.all(asked.map(told));

    // As it was let in, and then: four of them end at a time.
    expect(before).toEqual(
      [1, 2, 3, 4, 5].map((position) => [
        [0, 0],
        [position, position > 4 ? 6_000 : 3_000],
      ]),
    );
    expect(after[0]).toEqual(before[0]);
    expect(after[2]).toEqual([...(before[2] ?? []), [1, 3_000]]);
    expect(after[4]).toEqual([...(before[4] ?? []), [3, 3_000]]);
  });
});
