import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { RunDispatcher } from '../../src/agent/queue/run-dispatcher.js';
import { type RunQueue } from '../../src/agent/queue/run-queue.js';
import { AttachedFiles } from '../../src/agent/runs/attached-files.js';
import { RunIntake } from '../../src/agent/runs/run-intake.js';
import { RunLines } from '../../src/agent/runs/run-lines.js';
import { RunPace } from '../../src/agent/runs/run-pace.js';
import { RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { type AskCommand, RunsService } from '../../src/agent/runs/runs.service.js';
import { loadConfig } from '../../src/config/index.js';
import { postgresOptions } from '../../src/database/index.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { RunLog } from '../../src/session/index.js';
import { SessionKeys } from '../../src/session/live/session-keys.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

/** There is no worker: a question that was accepted stays at work. */
describe('a question with on_busy reject', () => {
  let process: CacheProcess;
  let database: DataSource;
  let log: RunLog;
  let add: jest.Mock;
  let sut: RunsService;

  beforeAll(async () => {
    const config = loadConfig({});
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    database = await new DataSource({
      ...postgresOptions({ url: globalThis.process.env.TEST_POSTGRES_URL ?? '', poolSize: 2 }),
      entities: [ConversationEntity, MessageEntity, RunEntity],
    }).initialize();
    log = new RunLog(process.redis, config);
    add = jest.fn();
    const conversations = new PostgresConversations(database);
    const runs = new RunsRepository(database, conversations);
    const dispatcher = new RunDispatcher(process.redis, { add } as unknown as RunQueue, undefined as never, config);
    const lines = new RunLines(runs, log, dispatcher, new RunPace(process.redis));
    // What a question has no use for that is not cached, has no files and interrupts nothing.
    const unused = undefined as never;
    sut = new RunsService(
      runs,
      conversations,
      log,
      dispatcher,
      new RunIntake(runs, conversations, log, lines),
      unused,
      unused,
      unused,
      unused,
      new AttachedFiles(unused, unused),
      config,
    );
  });
  afterAll(async () => {
    await database.destroy();
    process.stop();
  });

  it('should be refused, and change nothing, when its session is at work; not in another one', async () => {
    const userId = randomUUID();
    const ask = (sessionId: string, onBusy: AskCommand['onBusy']) =>
      sut.ask({
        userId,
        message: 'What?',
        language: 'en',
        sessionId,
        onBusy,
        cache: false,
        files: [],
        requestId: randomUUID(),
      });
    const atWork = await ask('busy', 'reject');
    const events = () => process.redis.commands.xlen(new SessionKeys(process.redis).log(atWork.conversationId));
    const recorded = async () => (await sut.list(userId, { limit: 10 })).items.map(({ id }) => id);

    await expect(ask('busy', 'reject')).rejects.toMatchObject({ code: 'SESSION_BUSY', retryAfter: expect.any(Number) });

    expect(await log.line(atWork.conversationId)).toEqual([atWork.id]);
    expect(await recorded()).toEqual([atWork.id]);
    expect(await events()).toBe(1);
    expect(add.mock.calls.map(([job]) => job.runId as string)).toEqual([atWork.id]);
    const elsewhere = await ask('idle', 'reject');
    expect(await recorded()).toEqual([elsewhere.id, atWork.id]);
    const behind = await ask('busy', 'enqueue');
    expect(await log.line(atWork.conversationId)).toEqual([atWork.id, behind.id]);
  });
});
