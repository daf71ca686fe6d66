import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunExecutor } from '../../src/agent/worker/run-executor.js';
import { RunReconciler } from '../../src/agent/worker/run-reconciler.js';
import { newId } from '../../src/common/ids.js';
import { captureInterval } from './support/captured-interval.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

const unused = undefined as never;
const CROWD = 1_100;

/** A user has few places at work: one that nobody gives back is missing for hours. */
describe('a place at work', () => {
  let desk: RunDesk;
  let userId: string;

  beforeAll(async () => {
    desk = await createRunDesk('places');
  });
  beforeEach(() => {
    userId = newId();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await desk.database.query('DELETE FROM runs');
  });
  afterAll(() => desk.close());

  const places = async () => desk.redis.commands.zrange(desk.redis.key(`{u${userId}}`, 'working'), 0, -1);
  const worker = () => {
    const { runs, log, closer, lines, config } = desk;
    return new RunExecutor(runs, log, closer, lines, unused, unused, unused, { model: 'model' } as never, config);
  };
  const reconcile = async () => {
    const { redis, runs, conversations, log, closer, dispatcher, lines } = desk;
    const sut = new RunReconciler(redis, runs, conversations, log, closer, unused, dispatcher, lines);
    captureInterval(() => sut.onApplicationBootstrap())();
    await sut.beforeApplicationShutdown();
    await redis.commands.del(redis.key('reconciler'));
  };

  it('should be taken back from a run that has ended since the reconciler read its record', async () => {
    const run = await desk.accept(userId);
    await desk.runs.begin(run.id, 'model');
    // It is asked for between the two.
    jest.spyOn(desk.pace, 'typicalMs').mockImplementationOnce(async () => {
      await desk.end(run);
      return 0;
    });

    await reconcile();

    expect(await places()).toEqual([]);
  });

  it('should stay with a run that is at work when the reconciler comes by', async () => {
    const run = await desk.accept(userId);
    await desk.dispatcher.dispatch(run);
    await desk.runs.begin(run.id, 'model');

    await reconcile();

    expect(await places()).toEqual([run.id]);
  });

  it('should be given back by the worker who finds the run of its job over', async () => {
    const run = await desk.accept(userId);
    await desk.end(run);
    await desk.dispatcher.dispatch(run);

    await worker().execute({ runId: run.id, first: false }, new AbortController());

    expect(await places()).toEqual([]);
  });

  it('should be given back by the worker that finds another run of the session at work, and the run waits behind it', async () => {
    const conversationId = newId();
    const atWork = await desk.accept(userId, conversationId);
    await desk.dispatcher.dispatch(atWork);
    await desk.runs.begin(atWork.id, 'model');
    await desk.loseRedis();
    // Let in by who knew nothing of the other.
    const next = await desk.accept(userId, conversationId);
    await desk.dispatcher.dispatch(next);

    await worker().execute({ runId: next.id, first: false }, new AbortController());

    expect(await desk.log.line(conversationId)).toEqual([atWork.id, next.id]);
    expect(await desk.runs.get(next.id)).toMatchObject({ status: 'queued', attempts: 0 });
    expect(await places()).toEqual([]);
    await desk.end(atWork);
    expect(await places()).toEqual([next.id]);
  });

  it('should be given back by the worker that finds no run on record', async () => {
    const run = await desk.accept(userId);
    await desk.dispatcher.dispatch(run);
    await desk.runs.discard(run.id);

    await worker().execute({ runId: run.id, userId, first: false }, new AbortController());

    expect(await places()).toEqual([]);
  });

  it('should stay with the run of a job that comes again, as the one at work has just ended', async () => {
    const conversationId = newId();
    const atWork = await desk.accept(userId, conversationId);
    await desk.runs.begin(atWork.id, 'model');
    const next = await desk.accept(userId, conversationId);
    await desk.dispatcher.dispatch(next);
    const begin = desk.runs.begin.bind(desk.runs);
    jest.spyOn(desk.runs, 'begin').mockImplementationOnce(async (...asked) => {
      const begun = await begin(...asked);
      await desk.end(atWork);
      return begun;
    });

    await expect(worker().execute({ runId: next.id, first: false }, new AbortController())).rejects.toThrow(
      'just ended',
    );

    expect(await places()).toEqual([next.id]);
    expect(await desk.log.line(conversationId)).toEqual([next.id]);
  });

  it('should be waited for by those who know how many must end before them, and how long that takes', async () => {
    const { dispatcher, pace, config } = desk;
    const { maxConcurrentRunsPerUser: taken } = config.agent;
    jest.spyOn(pace, 'typicalMs').mockResolvedValue(3_000);
    const asked = [];
    for (let count = 0; count < taken + 2; count += 1) asked.push(await desk.accept(userId));
    for (const run of asked) await dispatcher.dispatch(run);
    const [first, ...others] = asked;
    const last = others.at(-1) as RunEntity;

    await desk.end(first as RunEntity);

    const soon = { eta_ms: 3_000 };
    expect(await desk.events(last)).toMatchObject([
      { type: 'queued', position: 0 },
      { type: 'queued', position: 2, ...soon },
      { type: 'queued', position: 1, ...soon },
    ]);
    expect(await desk.events(others[0] as RunEntity)).toHaveLength(1);
  });

  it('should be worked at before newer questions of others when those of its user that came first are over', async () => {
    const asked = [await desk.accept(userId), await desk.accept(userId), await desk.accept(userId)];
    for (const run of asked) await desk.dispatcher.dispatch(run);
    const [first, ...others] = asked;
    expect(await desk.precedences(asked)).toEqual([1, 2, 3]);

    await desk.dispatcher.release(first as RunEntity);

    expect(await desk.precedences(others)).toEqual([1, 2]);
  });

  it('should be found by a run behind a thousand others that wait', async () => {
    const crowded = newId();
    await desk.database.query(
      `INSERT INTO runs (id, user_id, conversation_id, session_id, message, language, options, request_id, timeout_ms,
                         status, created_at)
       SELECT gen_random_uuid(), $1, $2, 'crowded', 'What?', 'en', '{"cache":false}', 'none', 60000, 'queued',
              now() - interval '1 min'
       FROM generate_series(1, ${CROWD})`,
      [newId(), crowded],
    );
    const run = await desk.accept(userId);
    await desk.log.forget({ runId: run.id, conversationId: run.conversationId });

    await reconcile();

    expect(await places()).toEqual([run.id]);
    expect(await desk.log.line(crowded)).toHaveLength(CROWD);
  });
});
