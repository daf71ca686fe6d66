import { RunDispatcher } from '../../src/agent/queue/run-dispatcher.js';
import { CancelChannel } from '../../src/agent/runs/cancel-channel.js';
import { RunCancellation } from '../../src/agent/runs/run-cancellation.js';
import { RunCloser } from '../../src/agent/runs/run-closer.js';
import { RunPace } from '../../src/agent/runs/run-pace.js';
import { RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { RedisConnections } from '../../src/cache/index.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { RunLog } from '../../src/session/index.js';
import { createOwnDatabase, type OwnDatabase } from './support/own-database.js';

/** Nobody listens there. */
const NO_REDIS = 'redis://127.0.0.1:1';

describe('a cancel while Redis is away', () => {
  let own: OwnDatabase;
  let redis: RedisConnections;
  let runs: RunsRepository;
  let sut: RunCancellation;

  beforeAll(async () => {
    own = await createOwnDatabase('cancelled', [RunEntity, ConversationEntity, MessageEntity]);
    const config = loadConfig({ REDIS_URL: NO_REDIS });
    redis = new RedisConnections(config);
    const unused = undefined as never;
    const conversations = new PostgresConversations(own.database);
    const log = new RunLog(redis, config);
    runs = new RunsRepository(own.database, conversations);
    const dispatcher = new RunDispatcher(redis, unused, unused, config);
    const closer = new RunCloser(runs, conversations, log, dispatcher, new RunPace(redis), unused);
    sut = new RunCancellation(runs, closer, new CancelChannel(redis), unused, log);
  });
  afterAll(async () => {
    redis.onApplicationShutdown();
    await own.drop();
  });

  const userId = newId();
  const record = async (): Promise<string> => {
    const [id, conversationId, requestId] = [newId(), newId(), newId()];
    const [language, options, keys] = ['en', { cache: false }, { idempotencyKey: null, requestHash: null }] as const;
    await runs.create({ id, userId, conversationId, requestId, language, options, ...keys, ...SAID });
    return id;
  };

  it('should be told as it is of a run that waits: it is over, and nothing starts', async () => {
    const id = await record();

    expect(await sut.cancel(userId, id, 'user')).toMatchObject({
      status: 'cancelled',
      delivered: true,
      already_over: false,
    });
    expect(await runs.get(id)).toMatchObject({ status: 'cancelled', settled: false });
  });

  it('should be told as it is of a run at work: it is asked to stop, and has not yet', async () => {
    const id = await record();
    await runs.begin(id, 'model');

    expect(await sut.cancel(userId, id, 'user')).toMatchObject({
      status: 'running',
      delivered: false,
      already_over: false,
    });
    expect((await runs.get(id))?.cancelRequestedAt).not.toBeNull();
  });
});

const SAID = { sessionId: 'session', message: 'What?', timeoutMs: 60_000 };
