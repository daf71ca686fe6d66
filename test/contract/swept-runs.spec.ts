import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunReconciler } from '../../src/agent/worker/run-reconciler.js';
import { newId } from '../../src/common/ids.js';
import { type Conversation, type LiveRun } from '../../src/session/index.js';
import { bucketOf, SessionKeys } from '../../src/session/live/session-keys.js';
import { makeNewRun } from '../factories/new-run.js';
import { captureInterval } from './support/captured-interval.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

const MINUTE = 60_000;

/** An API that dies while it takes in a question may leave the one without the other. */
describe('a question of which only a part was done', () => {
  let desk: RunDesk;
  let dispatch: jest.SpyInstance;
  let reconcile: () => Promise<void>;

  beforeAll(async () => {
    desk = await createRunDesk('swept');
    dispatch = jest.spyOn(desk.dispatcher, 'dispatch').mockResolvedValue();
    const { redis, runs, conversations, log, closer, dispatcher, lines } = desk;
    const sut = new RunReconciler(redis, runs, conversations, log, closer, undefined as never, dispatcher, lines);
    const round = captureInterval(() => sut.onApplicationBootstrap());
    reconcile = async () => {
      round();
      await sut.beforeApplicationShutdown();
    };
  });
  beforeEach(() => {
    userId = newId();
    conversationId = newId();
  });
  afterEach(async () => {
    dispatch.mockReset();
    await desk.closer.noted();
    await desk.database.query('DELETE FROM runs');
  });
  afterAll(() => desk.close());

  let userId: string;
  let conversationId: string;
  const letIn = async (ageMs: number): Promise<LiveRun> => {
    const run = { runId: newId(), conversationId };
    await desk.log.admit(run, 'enqueue', '{"type":"queued","session_id":"session"}', 0);
    const open = new SessionKeys(desk.redis).open(bucketOf(conversationId));
    await desk.redis.commands.zadd(open, Date.now() - ageMs, run.runId);
    return run;
  };
  const record = ({ runId }: LiveRun) => desk.runs.create(makeNewRun({ id: runId, userId, conversationId }));
  /** The reconciler leaves alone what is younger. */
  const age = ({ runId }: LiveRun, seconds = 10) =>
    desk.database.query('UPDATE runs SET created_at = now() - make_interval(secs => $2) WHERE id = $1', [
      runId,
      seconds,
    ]);
  const dispatched = () => dispatch.mock.calls.map(([run]) => (run as RunEntity).id);

  it('should be taken out of its line when it is not on record after a minute, and let the next one work', async () => {
    await letIn(MINUTE + 1_000);
    const next = await letIn(MINUTE + 1_000);
    await record(next);
    const fresh = await letIn(1_000);

    await reconcile();

    expect(await desk.log.line(conversationId)).toEqual([next.runId, fresh.runId]);
    expect(dispatched()).toEqual([next.runId]);
  });

  it('should be taken out of its line as soon as it holds up one that is on record, and be told to have failed', async () => {
    await desk.conversations.open(userId, 'session', { id: conversationId });
    const refused = await letIn(1_000);
    const over = await letIn(1_000);
    const next = await letIn(1_000);
    for (const run of [over, next]) await record(run);
    await desk.database.query("UPDATE runs SET status = 'failed', finished_at = now(), settled = true WHERE id = $1", [
      over.runId,
    ]);
    await age(next);

    await reconcile();

    expect(await desk.log.line(conversationId)).toEqual([next.runId]);
    expect(dispatched()).toEqual([next.runId]);
    expect(await desk.events({ id: refused.runId, conversationId } as RunEntity)).toMatchObject([
      { type: 'queued' },
      { type: 'error', code: 'DEPENDENCY_UNAVAILABLE', session_id: 'session' },
      { type: 'done', status: 'failed', seq: 3 },
    ]);
  });

  it('should fail on record, too, when it comes there after it was taken for refused', async () => {
    await desk.conversations.open(userId, 'session', { id: conversationId });
    const run = await letIn(MINUTE + 1_000);
    await reconcile();
    await record(run);
    await age(run);

    await reconcile();
    await desk.closer.noted();

    expect(await desk.runs.get(run.runId)).toMatchObject({
      status: 'failed',
      error: { code: 'DEPENDENCY_UNAVAILABLE' },
      settled: true,
    });
    expect(dispatched()).toEqual([]);
  });

  it('should get its conversation before its job when it is on record', async () => {
    const run = await letIn(1_000);
    await record(run);
    await age(run);
    let opened: Conversation | undefined;
    dispatch.mockImplementation(async () => void (opened = await desk.conversations.find(userId, 'session')));

    await reconcile();

    expect(dispatched()).toEqual([run.runId]);
    expect(opened).toMatchObject({ id: conversationId, messageCount: 0 });
  });

  it.each([
    ['was deleted', () => undefined],
    ['was deleted, and another one has its name', () => desk.conversations.open(userId, 'session')],
    ['is deleted at this moment', () => desk.log.closeLine(conversationId)],
  ])('should be cancelled when its conversation %s, which is not made again', async (_how, happens) => {
    await desk.conversations.open(userId, 'session', { id: conversationId });
    await desk.conversations.delete(userId, 'session');
    const run = { runId: newId(), conversationId };
    await record(run);
    await age(run);
    await happens();

    await reconcile();

    expect(dispatched()).toEqual([]);
    expect(await desk.runs.get(run.runId)).toMatchObject({
      status: 'cancelled',
      cancelReason: 'session_deleted',
      message: '',
    });
    expect(await desk.log.line(conversationId)).toEqual([]);
    expect((await desk.conversations.find(userId, 'session'))?.id).not.toBe(conversationId);
  });

  it('should wait when its conversation was about to be deleted and is there still', async () => {
    await desk.conversations.open(userId, 'session', { id: conversationId });
    const run = { runId: newId(), conversationId };
    await record(run);
    await age(run);
    await desk.log.closeLine(conversationId);

    await reconcile();

    expect(await desk.runs.get(run.runId)).toMatchObject({ status: 'queued' });
  });

  it('should be left to its worker for a round when Redis has lost it, and get its job in the next', async () => {
    const run = await letIn(1_000);
    await record(run);
    await desk.runs.begin(run.runId, 'model');
    await age(run);
    const keys = new SessionKeys(desk.redis);
    await desk.redis.commands.del(keys.run(conversationId, run.runId), keys.line(conversationId));

    await reconcile();

    expect(dispatch).not.toHaveBeenCalled();
    expect(await desk.log.line(conversationId)).toEqual([]);
    await reconcile();
    expect(dispatched()).toEqual([run.runId]);
    expect(await desk.log.line(conversationId)).toEqual([run.runId]);
  });

  it('should let nobody of its session in either, as long as it is left to its worker', async () => {
    const run = await letIn(1_000);
    const next = await letIn(1_000);
    for (const each of [run, next]) await record(each);
    await desk.runs.begin(run.runId, 'model');
    await age(run, 20);
    await age(next);
    const keys = new SessionKeys(desk.redis);
    const lost = [run, next].map(({ runId }) => keys.run(conversationId, runId));
    await desk.redis.commands.del(...lost, keys.line(conversationId));

    await reconcile();

    expect(dispatch).not.toHaveBeenCalled();
    await reconcile();
    expect(dispatched()).toEqual([run.runId]);
    expect(await desk.log.line(conversationId)).toEqual([run.runId, next.runId]);
  });
});
