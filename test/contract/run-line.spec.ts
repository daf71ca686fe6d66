import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { RunDispatcher } from '../../src/agent/queue/run-dispatcher.js';
import { jobIdOf, RUN_QUEUE, runQueuePrefix } from '../../src/agent/queue/run-job.js';
import { RunQueue } from '../../src/agent/queue/run-queue.js';
import { RunCloser } from '../../src/agent/runs/run-closer.js';
import { RunPositions } from '../../src/agent/runs/run-positions.js';
import { RunPace } from '../../src/agent/runs/run-pace.js';
import { RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { NO_USAGE, RunLog } from '../../src/session/index.js';
import { SessionKeys } from '../../src/session/live/session-keys.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';
import { createOwnDatabase, type OwnDatabase } from './support/own-database.js';

const PLACES = 2;
const PACE_MS = 7_000;

/** By whoever ends a run: the reconciler, which would make up for it seconds later, is not there. */
describe('those who wait for a run to end', () => {
  let own: OwnDatabase;
  let cache: CacheProcess;
  let runs: RunsRepository;
  let conversations: PostgresConversations;
  let log: RunLog;
  let queue: RunQueue;
  let jobs: Queue;
  let dispatcher: RunDispatcher;
  let closer: RunCloser;
  let userId: string;

  beforeAll(async () => {
    own = await createOwnDatabase('line', [RunEntity, ConversationEntity, MessageEntity]);
    cache = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    const config = loadConfig({ AGENT_MAX_CONCURRENT_RUNS_PER_USER: String(PLACES) });
    conversations = new PostgresConversations(own.database);
    runs = new RunsRepository(own.database, conversations);
    log = new RunLog(cache.redis, config);
    queue = new RunQueue(cache.redis);
    await queue.onModuleInit();
    const connection = cache.redis.open('commands', 'jobs');
    await cache.redis.whenReady(connection);
    jobs = new Queue(RUN_QUEUE, { connection, prefix: runQueuePrefix(cache.redis), skipMetasUpdate: true });
    const pace = new RunPace(cache.redis);
    const positions = new RunPositions(log, runs, pace, config);
    dispatcher = new RunDispatcher(cache.redis, queue, positions, config);
    await cache.redis.commands.set(cache.redis.key('typical-run-ms'), PACE_MS);
    closer = new RunCloser(runs, conversations, log, dispatcher, pace, positions);
  });
  beforeEach(() => {
    userId = newId();
  });
  afterAll(async () => {
    await Promise.all([jobs.close(), queue.onApplicationShutdown()]);
    cache.stop();
    await own.drop();
  });

  const hasJob = async (id: string) => (await jobs.getJob(jobIdOf(id))) !== undefined;
  const ask = async (conversationId: string): Promise<string> => {
    const id = newId();
    await runs.create({
      id,
      userId,
      conversationId,
      sessionId: 'session',
      message: 'What?',
      language: 'en',
      options: { cache: false },
      idempotencyKey: null,
      requestHash: null,
      requestId: newId(),
      timeoutMs: 60_000,
    });
    const admission = await log.admit({ runId: id, conversationId }, 'enqueue', '{"type":"queued"}', PACE_MS);
    if (admission.admitted && admission.ahead === 0) await dispatcher.dispatch({ id, userId });
    return id;
  };
  const end = async (id: string) => {
    const run = (await runs.begin(id, 'model')) as RunEntity;
    const nothing = { sources: [], tool_calls: [], artifacts: [], usage: NO_USAGE };
    const answer = { content: '', language: 'en' as const, model: 'model', ...nothing };
    await closer.close(run, run.fence, { status: 'cancelled', answer, agentEvents: [] });
    await closer.noted();
  };
  const told = async (conversationId: string, runId: string) => {
    const key = new SessionKeys(cache.redis).log(conversationId);
    return (await cache.redis.commands.xrange(key, '-', '+'))
      .filter(([, fields]) => fields[1] === runId)
      .map(([, fields]) => JSON.parse(fields[3] ?? '') as Record<string, unknown>)
      .map(({ seq, type, position, eta_ms }) => ({ seq, type, position, eta_ms }));
  };

  it('should have the first of the user’s line get the job when one of the user’s runs in other sessions is over', async () => {
    const [one, two, three, four] = [
      await ask(newId()),
      await ask(newId()),
      await ask(newId()),
      await ask(newId()),
    ] as const;
    expect(await Promise.all([one, two, three, four].map(hasJob))).toEqual([true, true, false, false]);

    await end(two);

    expect(await Promise.all([three, four].map(hasJob))).toEqual([true, false]);
    await end(one);
    expect(await hasJob(four)).toBe(true);
  });

  it('should have the next of its session get the job, and the one behind be told its new position, each once', async () => {
    const { id: conversationId } = await conversations.open(userId, 'session');
    const [one, two, three] = [
      await ask(conversationId),
      await ask(conversationId),
      await ask(conversationId),
    ] as const;
    expect(await Promise.all([one, two, three].map(hasJob))).toEqual([true, false, false]);

    await end(one);

    expect(await Promise.all([two, three].map(hasJob))).toEqual([true, false]);
    expect(await told(conversationId, three)).toEqual([
      { seq: 1, type: 'queued', position: 2, eta_ms: 2 * PACE_MS },
      { seq: 2, type: 'queued', position: 1, eta_ms: PACE_MS },
    ]);
    expect(await told(conversationId, two)).toHaveLength(1);
    await end(two);
    expect(await hasJob(three)).toBe(true);
    expect(await told(conversationId, three)).toHaveLength(2);
  });
});
