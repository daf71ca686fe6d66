import { randomUUID } from 'node:crypto';
import { RunDispatcher } from '../../src/agent/queue/run-dispatcher.js';
import { RunPace } from '../../src/agent/runs/run-pace.js';
import { RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { RunReconciler } from '../../src/agent/worker/run-reconciler.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { type Conversation, type LiveRun, RunLog } from '../../src/session/index.js';
import { bucketOf, SessionKeys } from '../../src/session/live/session-keys.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';
import { captureInterval } from './support/captured-interval.js';
import { createOwnDatabase, type OwnDatabase } from './support/own-database.js';

const MINUTE = 60_000;

/** An API that dies while it takes in a question may leave the one without the other. */
describe('a question of which only a part was done', () => {
  const unused = undefined as never;
  let own: OwnDatabase;
  let cache: CacheProcess;
  let runs: RunsRepository;
  let conversations: PostgresConversations;
  let log: RunLog;
  let dispatch: jest.SpyInstance;
  let reconcile: () => Promise<void>;

  beforeAll(async () => {
    own = await createOwnDatabase('swept', [RunEntity, ConversationEntity, MessageEntity]);
    cache = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    conversations = new PostgresConversations(own.database);
    runs = new RunsRepository(own.database, conversations);
    log = new RunLog(cache.redis, loadConfig({}));
    const dispatcher = new RunDispatcher(cache.redis, unused, unused, loadConfig({}));
    dispatch = jest.spyOn(dispatcher, 'dispatch').mockResolvedValue();
    const pace = new RunPace(cache.redis);
    const sut = new RunReconciler(cache.redis, runs, conversations, log, unused, unused, dispatcher, pace);
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
    await own.database.query('DELETE FROM runs');
  });
  afterAll(async () => {
    cache.stop();
    await own.drop();
  });

  let userId: string;
  let conversationId: string;
  const letIn = async (ageMs: number): Promise<LiveRun> => {
    const run = { runId: newId(), conversationId };
    await log.admit(run, 'enqueue', '{"type":"queued"}', 0);
    const open = new SessionKeys(cache.redis).open(bucketOf(conversationId));
    await cache.redis.commands.zadd(open, Date.now() - ageMs, run.runId);
    return run;
  };
  const record = ({ runId }: LiveRun) =>
    runs.create({
      id: runId,
      userId,
      conversationId,
      sessionId: 'session',
      message: 'What?',
      language: 'en',
      options: { cache: false },
      idempotencyKey: null,
      requestHash: null,
      requestId: newId(),
      timeoutMs: MINUTE,
    });

  it('should be taken out of its line when it is not on record after a minute, and let the next one work', async () => {
    await letIn(MINUTE + 1_000);
    const next = await letIn(MINUTE + 1_000);
    await record(next);
    const fresh = await letIn(1_000);

    await reconcile();

    expect(await log.line(conversationId)).toEqual([next.runId, fresh.runId]);
    expect(dispatch.mock.calls.map(([run]) => (run as RunEntity).id)).toEqual([next.runId]);
  });

  it('should get its conversation before its job when it is on record', async () => {
    const run = await letIn(1_000);
    await record(run);
    await own.database.query("UPDATE runs SET created_at = now() - interval '10 s' WHERE id = $1", [run.runId]);
    let opened: Conversation | undefined;
    dispatch.mockImplementation(async () => void (opened = await conversations.find(userId, 'session')));

    await reconcile();

    expect(dispatch.mock.calls.map(([{ id }]) => id as string)).toEqual([run.runId]);
    expect(opened).toMatchObject({ id: conversationId, messageCount: 0 });
  });

  it('should get its job when its conversation was deleted, which is not made again', async () => {
    await conversations.open(userId, 'session', { id: conversationId });
    await conversations.delete(userId, 'session');
    const run = await letIn(1_000);
    await record(run);
    await own.database.query("UPDATE runs SET created_at = now() - interval '10 s' WHERE id = $1", [run.runId]);

    await reconcile();

    expect(dispatch.mock.calls.map(([{ id }]) => id as string)).toEqual([run.runId]);
    expect(await conversations.find(userId, 'session')).toBeUndefined();
  });

  it('should be left to its worker for a round when Redis has lost it, and get its job in the next', async () => {
    const run = await letIn(1_000);
    await record(run);
    await runs.begin(run.runId, 'model');
    await own.database.query("UPDATE runs SET created_at = now() - interval '10 s' WHERE id = $1", [run.runId]);
    const keys = new SessionKeys(cache.redis);
    await cache.redis.commands.del(keys.run(conversationId, run.runId), keys.line(conversationId));

    await reconcile();

    expect(dispatch).not.toHaveBeenCalled();
    expect(await log.line(conversationId)).toEqual([]);
    await reconcile();
    expect(dispatch.mock.calls.map(([{ id }]) => id as string)).toEqual([run.runId]);
    expect(await log.line(conversationId)).toEqual([run.runId]);
  });

  it('should let nobody of its session in either, as long as it is left to its worker', async () => {
    const run = await letIn(1_000);
    const next = await letIn(1_000);
    for (const each of [run, next]) await record(each);
    await runs.begin(run.runId, 'model');
    const aged = 'UPDATE runs SET created_at = now() - make_interval(secs => $2) WHERE id = $1';
    await own.database.query(aged, [run.runId, 20]);
    await own.database.query(aged, [next.runId, 10]);
    const keys = new SessionKeys(cache.redis);
    const lost = [run, next].map(({ runId }) => keys.run(conversationId, runId));
    await cache.redis.commands.del(...lost, keys.line(conversationId));

    await reconcile();

    expect(dispatch).not.toHaveBeenCalled();
    await reconcile();
    expect(dispatch.mock.calls.map(([{ id }]) => id as string)).toEqual([run.runId]);
    expect(await log.line(conversationId)).toEqual([run.runId, next.runId]);
  });
});
