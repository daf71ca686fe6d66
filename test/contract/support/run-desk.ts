import { randomUUID } from 'node:crypto';
import { RunDispatcher } from '../../../src/agent/queue/run-dispatcher.js';
import { jobIdOf, RUN_QUEUE, runQueuePrefix } from '../../../src/agent/queue/run-job.js';
import { RunQueue } from '../../../src/agent/queue/run-queue.js';
import { RunCloser } from '../../../src/agent/runs/run-closer.js';
import { RunLines } from '../../../src/agent/runs/run-lines.js';
import { RunPace } from '../../../src/agent/runs/run-pace.js';
import { RunPositions } from '../../../src/agent/runs/run-positions.js';
import { RunEntity } from '../../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../../src/agent/runs/runs.repository.js';
import { newId } from '../../../src/common/ids.js';
import { loadConfig } from '../../../src/config/index.js';
import { ConversationEntity } from '../../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../../src/session/drivers/postgres/postgres-conversations.js';
import { type Conversations, NO_USAGE, RunLog } from '../../../src/session/index.js';
import { SessionKeys } from '../../../src/session/live/session-keys.js';
import { makeNewRun } from '../../factories/new-run.js';
import { startCacheProcess } from './cache-process.js';
import { createOwnDatabase } from './own-database.js';

/** All that takes runs in and ends them, on a database and keys of its own; without a worker. */
export type RunDesk = Awaited<ReturnType<typeof createRunDesk>>;

/**
 * @param purpose a word of the database's name
 * @param seen the conversations as the desk is to see them
 */
export async function createRunDesk(
  purpose: string,
  settings: Readonly<Record<string, string>> = {},
  seen = (conversations: Conversations) => conversations,
) {
  const config = loadConfig(settings);
  const own = await createOwnDatabase(purpose, [RunEntity, ConversationEntity, MessageEntity], 3);
  const cache = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
  const queue = new RunQueue(cache.redis);
  await queue.onModuleInit();
  const conversations = seen(new PostgresConversations(own.database));
  const runs = new RunsRepository(own.database, conversations);
  const log = new RunLog(cache.redis, config);
  const pace = new RunPace(cache.redis);
  const positions = new RunPositions(log, runs, pace, config);
  const dispatcher = new RunDispatcher(cache.redis, queue, positions, config);
  const lines = new RunLines(runs, log, dispatcher, pace);
  const closer = new RunCloser(runs, conversations, log, dispatcher, pace, positions);

  return {
    config,
    database: own.database,
    redis: cache.redis,
    cache: cache.cache,
    conversations,
    runs,
    log,
    dispatcher,
    lines,
    pace,
    positions,
    queue,
    closer,
    /** A run on record and in its session's line, asked ten seconds ago, that has no job yet. */
    async accept(userId: string, conversationId = newId()): Promise<RunEntity> {
      const { id, ...asked } = makeNewRun({ userId, conversationId, sessionId: conversationId });
      await runs.create({ id, ...asked });
      await log.admit({ runId: id, conversationId }, 'enqueue', '{"type":"queued"}', await pace.typicalMs());
      await own.database.query("UPDATE runs SET created_at = now() - interval '10 s' WHERE id = $1", [id]);
      return (await runs.get(id)) as RunEntity;
    },
    /** Ends a run for whoever has it, as cancelled. */
    async end({ id }: RunEntity): Promise<void> {
      const run = (await runs.get(id)) as RunEntity;
      const nothing = { sources: [], tool_calls: [], artifacts: [], usage: NO_USAGE };
      const answer = { content: '', language: 'en' as const, model: 'model', ...nothing };
      await closer.close(run, run.fence, { status: 'cancelled', answer, agentEvents: [] });
      await closer.noted();
    },
    /** What the log holds of a run. */
    async events({ id, conversationId }: RunEntity): Promise<Record<string, unknown>[]> {
      const entries = await cache.redis.commands.xrange(new SessionKeys(cache.redis).log(conversationId), '-', '+');
      return entries
        .filter(([, [, runId]]) => runId === id)
        .map(([, [, , , data = '']]) => JSON.parse(data) as Record<string, unknown>);
    },
    /** How the runs' jobs stand among those of others: 1 goes first; 0 for a run without a job. */
    async precedences(asked: readonly RunEntity[]): Promise<number[]> {
      const key = (run: RunEntity) => `${runQueuePrefix(cache.redis)}:${RUN_QUEUE}:${jobIdOf(run.id)}`;
      return Promise.all(asked.map(async (run) => Number(await cache.redis.commands.hget(key(run), 'priority'))));
    },
    /** Redis loses all that is the desk's. */
    async loseRedis(): Promise<void> {
      const keys = await cache.redis.commands.keys(`*${cache.redis.key('*')}`);
      await cache.redis.commands.del(...keys);
    },
    async close(): Promise<void> {
      await closer.noted();
      await queue.onApplicationShutdown();
      cache.stop();
      await own.drop();
    },
  };
}
