import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { newId } from '../../src/common/ids.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

const PLACES = 2;
const PACE_MS = 7_000;

/** By whoever ends a run: the reconciler, which would make up for it seconds later, is not there. */
describe('those who wait for a run to end', () => {
  let desk: RunDesk;
  let userId: string;

  beforeAll(async () => {
    desk = await createRunDesk('line', { AGENT_MAX_CONCURRENT_RUNS_PER_USER: String(PLACES) });
    await desk.redis.commands.set(desk.redis.key('typical-run-ms'), PACE_MS);
  });
  beforeEach(() => {
    userId = newId();
  });
  afterAll(() => desk.close());

  const ask = async (conversationId = newId()): Promise<RunEntity> => {
    const run = await desk.accept(userId, conversationId);
    if ((await desk.log.line(conversationId))[0] === run.id) await desk.dispatcher.dispatch(run);
    return run;
  };
  const haveJobs = async (...runs: readonly RunEntity[]) => (await desk.precedences(runs)).map((place) => place > 0);
  const told = async (run: RunEntity) =>
    (await desk.events(run)).map(({ seq, type, position, eta_ms }) => ({ seq, type, position, eta_ms }));

  it('should have the first of the user’s line get the job when one of the user’s runs in other sessions is over', async () => {
    const [one, two, three, four] = [await ask(), await ask(), await ask(), await ask()] as const;
    expect(await haveJobs(one, two, three, four)).toEqual([true, true, false, false]);

    await desk.end(two);

    expect(await haveJobs(three, four)).toEqual([true, false]);
    await desk.end(one);
    expect(await haveJobs(four)).toEqual([true]);
  });

  it('should not lose the job when it ends while one behind it is turned away', async () => {
    const { id } = await desk.conversations.open(userId, 'session');
    const [one, two] = [await ask(id), await ask(id)] as const;
    await desk.runs.begin(one.id, 'model');
    const release = desk.dispatcher.release.bind(desk.dispatcher);
    jest.spyOn(desk.dispatcher, 'release').mockImplementationOnce(async (run) => {
      await desk.end(one);
      await release(run);
    });

    await expect(desk.lines.turnAway(two.id)).rejects.toThrow('just ended');

    expect(await desk.runs.begin(two.id, 'model')).toMatchObject({ id: two.id });
  });

  it('should have the next of its session get the job, and the one behind be told its new position, each once', async () => {
    const { id } = await desk.conversations.open(userId, 'session');
    const [one, two, three] = [await ask(id), await ask(id), await ask(id)] as const;
    expect(await haveJobs(one, two, three)).toEqual([true, false, false]);

    await desk.end(one);

    expect(await haveJobs(two, three)).toEqual([true, false]);
    expect(await told(three)).toEqual([
      { seq: 1, type: 'queued', position: 2, eta_ms: 2 * PACE_MS },
      { seq: 2, type: 'queued', position: 1, eta_ms: PACE_MS },
    ]);
    expect(await told(two)).toHaveLength(1);
    await desk.end(two);
    expect(await haveJobs(three)).toEqual([true]);
    expect(await told(three)).toHaveLength(2);
  });
});
