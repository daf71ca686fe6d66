import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { RunDispatcher } from '../../src/agent/queue/run-dispatcher.js';
import { RunQueue } from '../../src/agent/queue/run-queue.js';
import { AttachedFiles } from '../../src/agent/runs/attached-files.js';
import { RunCloser } from '../../src/agent/runs/run-closer.js';
import { RunPace } from '../../src/agent/runs/run-pace.js';
import { RunPositions } from '../../src/agent/runs/run-positions.js';
import { RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { type AskCommand, RunsService } from '../../src/agent/runs/runs.service.js';
import { loadConfig } from '../../src/config/index.js';
import { postgresOptions } from '../../src/database/index.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { RunLog } from '../../src/session/index.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';
import { elsewhere } from './support/conversations-elsewhere.js';

/** A question is on record and in its session's line, or it is neither. */
describe.each([
  ['a session that the client names', 'a-session', true],
  ['a session that nobody knows yet', undefined, true],
  ['a session that nobody knows yet, where conversations stand in another database', undefined, false],
])('a question in %s', (_what, sessionId, beside) => {
  const config = loadConfig({});
  let process: CacheProcess;
  let database: DataSource;
  let queue: RunQueue;
  let log: RunLog;
  let records: RunsRepository;
  let conversations: PostgresConversations;
  let dispatcher: RunDispatcher;
  let dispatch: jest.SpyInstance;
  let closer: RunCloser;
  const cancelSession = jest.fn<Promise<void>, unknown[]>();
  let sut: RunsService;
  let userId: string;

  beforeAll(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    database = await new DataSource({
      ...postgresOptions({ url: globalThis.process.env.TEST_POSTGRES_URL ?? '', poolSize: 5 }),
      entities: [ConversationEntity, MessageEntity, RunEntity],
    }).initialize();
    queue = new RunQueue(process.redis);
    await queue.onModuleInit();
    log = new RunLog(process.redis, config);
    conversations = new PostgresConversations(database);
    records = new RunsRepository(database, beside ? conversations : elsewhere(conversations));
    const pace = new RunPace(process.redis);
    const positions = new RunPositions(log, records, pace, config);
    dispatcher = new RunDispatcher(process.redis, queue, positions, config);
    closer = new RunCloser(records, conversations, log, dispatcher, pace, positions);
    // What a question has no use for that is not cached and has no files.
    const unused = undefined as never;
    sut = new RunsService(
      records,
      conversations,
      log,
      dispatcher,
      pace,
      { cancelSession } as never,
      unused,
      unused,
      closer,
      new AttachedFiles(unused, unused),
      config,
    );
  });
  beforeEach(() => {
    userId = randomUUID();
    dispatch = jest.spyOn(dispatcher, 'dispatch');
    cancelSession.mockReset().mockResolvedValue();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await queue.onApplicationShutdown();
    await database.destroy();
    process.stop();
  });

  const ask = (more: Partial<AskCommand> = {}) =>
    sut.ask({
      userId,
      message: 'What?',
      language: 'en',
      sessionId,
      onBusy: 'enqueue',
      cache: false,
      files: [],
      requestId: randomUUID(),
      ...more,
    });
  const recorded = async () => (await sut.list(userId, { limit: 10 })).items.map(({ id }) => id);
  const opened = async () => (await conversations.list(userId, { limit: 10, status: 'all' })).items.map(({ id }) => id);

  it('should be on record, in the line, in a conversation and have a job when it is accepted', async () => {
    const run = await ask();

    expect(await recorded()).toEqual([run.id]);
    expect(await log.line(run.conversationId)).toEqual([run.id]);
    expect(await conversations.find(userId, run.sessionId)).toMatchObject({ id: run.conversationId });
    expect(JSON.parse(run.queued?.data ?? '')).toMatchObject({ seq: 1, type: 'queued', run_id: run.id });
    expect(dispatch).toHaveBeenCalledTimes(1);
  });

  it('should leave no record when the line does not take it, however long the record takes', async () => {
    jest.spyOn(log, 'admit').mockRejectedValueOnce(new Error('Redis is away'));
    const how = sessionId === undefined && beside ? 'createOpening' : 'create';
    const create = records[how].bind(records);
    let recording: Promise<boolean> | undefined;
    jest.spyOn(records, how).mockImplementationOnce((run) => {
      recording = database.query('SELECT pg_sleep(0.1)').then(() => create(run) ?? false);
      return recording;
    });

    await expect(ask()).rejects.toThrow('Redis is away');

    await recording;
    expect(await recorded()).toEqual([]);
    // One that the client named is there to be asked in again.
    expect(await opened()).toHaveLength(sessionId === undefined ? 0 : 1);
    expect(dispatch).not.toHaveBeenCalled();
  });

  // What is recorded and opened in one statement cannot be the one without the other.
  if (sessionId !== undefined || !beside)
    it('should leave no record and get no job when its conversation cannot be opened', async () => {
      jest.spyOn(conversations, 'open').mockRejectedValueOnce(new Error('MongoDB is away'));

      await expect(ask()).rejects.toThrow('MongoDB is away');

      expect(await recorded()).toEqual([]);
      expect(dispatch).not.toHaveBeenCalled();
    });

  it('should not stand in the line when it was let in, and nobody was told', async () => {
    const admit = log.admit.bind(log);
    jest.spyOn(log, 'admit').mockImplementationOnce(async (...asked) => {
      await admit(...asked);
      throw new Error('No answer of Redis');
    });
    const withdraw = jest.spyOn(closer, 'withdraw');

    await expect(ask()).rejects.toThrow('No answer of Redis');

    await withdraw.mock.results[0]?.value;
    expect(await log.line(withdraw.mock.calls[0]?.[0].conversationId ?? '')).toEqual([]);
    expect(await recorded()).toEqual([]);
  });

  it('should get no job when it cannot be recorded', async () => {
    jest.spyOn(database, 'query').mockRejectedValue(new Error('PostgreSQL is away'));

    await expect(ask()).rejects.toThrow('PostgreSQL is away');
    jest.restoreAllMocks();

    expect(await recorded()).toEqual([]);
    expect(dispatch).not.toHaveBeenCalled();
  });

  it('should be one run when it is asked twice at the same time with one Idempotency-Key', async () => {
    const asked = await Promise.all([ask({ idempotencyKey: 'key' }), ask({ idempotencyKey: 'key' })]);

    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(await recorded()).toEqual([asked[0]?.id]);
    expect(await opened()).toEqual([asked[0]?.conversationId]);
    expect(dispatch).toHaveBeenCalledTimes(1);
  });

  it('should interrupt only what was asked before it, and not its own run when the request is repeated', async () => {
    const urgent = { sessionId: `urgent-${randomUUID()}`, onBusy: 'interrupt' } as const;

    const asked = await Promise.all([
      ask({ ...urgent, idempotencyKey: 'key' }),
      ask({ ...urgent, idempotencyKey: 'key' }),
    ]);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(cancelSession).not.toHaveBeenCalled();

    const { id, conversationId } = await ask(urgent);
    expect(cancelSession.mock.calls).toEqual([[userId, conversationId, 'superseded', id]]);
  });
});
