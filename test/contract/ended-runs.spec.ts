import { randomUUID } from 'node:crypto';
import { RunDispatcher } from '../../src/agent/queue/run-dispatcher.js';
import { type RunQueue } from '../../src/agent/queue/run-queue.js';
import { RunCloser } from '../../src/agent/runs/run-closer.js';
import { restOfAnswer } from '../../src/agent/runs/run-outcome.js';
import { RunPace } from '../../src/agent/runs/run-pace.js';
import { RunPositions } from '../../src/agent/runs/run-positions.js';
import { type AttachedFile, RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { type RunEnding } from '../../src/agent/runs/run-statements.js';
import { RunPublisher } from '../../src/agent/worker/run-publisher.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { NO_USAGE, RunLog } from '../../src/session/index.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';
import { elsewhere } from './support/conversations-elsewhere.js';
import { createOwnDatabase, type OwnDatabase } from './support/own-database.js';

const ANSWER = '手机出口 468.9';
const EVENTS = [{ author: 'user' }, { author: 'agent', text: 'no NUL: \u0000' }];

/** Nothing of a file but what is looked at here. */
const FILE = { file_id: newId(), name: 'a.csv', sha256: 'ab'.repeat(32) } as AttachedFile;

/** A run ends once, and whatever dies on the way, all that follows from it is made up for. */
describe.each([
  ['where conversations stand beside the records', true],
  ['where conversations stand in another database', false],
])('a run that ends, %s', (_where, beside) => {
  let own: OwnDatabase;
  let cache: CacheProcess;
  let log: RunLog;
  let conversations: PostgresConversations;
  let runs: RunsRepository;
  let sut: RunCloser;
  let run: RunEntity;
  let publisher: RunPublisher;

  beforeAll(async () => {
    own = await createOwnDatabase('ended', [RunEntity, ConversationEntity, MessageEntity], 3);
    cache = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    const config = loadConfig({});
    log = new RunLog(cache.redis, config);
    conversations = new PostgresConversations(own.database);
    const seen = beside ? conversations : elsewhere(conversations);
    runs = new RunsRepository(own.database, seen);
    const pace = new RunPace(cache.redis);
    const positions = new RunPositions(log, runs, pace, config);
    const queue = { add: async () => undefined } as unknown as RunQueue;
    const dispatcher = new RunDispatcher(cache.redis, queue, positions, config);
    sut = new RunCloser(runs, seen, log, dispatcher, pace, positions);
  });
  beforeEach(async () => {
    const userId = newId();
    const conversation = await conversations.open(userId, 'session');
    const [id, requestId] = [newId(), newId()];
    await runs.create({
      id,
      userId,
      conversationId: conversation.id,
      sessionId: 'session',
      message: 'What?',
      language: 'zh',
      options: { cache: false, files: [FILE] },
      idempotencyKey: null,
      requestHash: null,
      requestId,
      timeoutMs: 60_000,
    });
    await log.admit(live(id, conversation.id), 'enqueue', '{"type":"queued"}', 0);
    run = (await runs.begin(id, 'model')) as RunEntity;
    publisher = new RunPublisher(log, { ...live(id, conversation.id), sessionId: 'session' }, run.fence, {
      hasRun: () => runs.isBearer(run.id, run.fence),
      onRefused: jest.fn(),
    });
    publisher.emit({ type: 'start', message: run.message, attempt: 1, model: 'model' });
    await publisher.drain();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    cache.stop();
    await own.drop();
  });

  const live = (runId: string, conversationId: string) => ({ runId, conversationId });
  const ending = (content = ANSWER): RunEnding => ({
    status: 'succeeded',
    answer: { content, language: 'zh', sources: [], tool_calls: [], artifacts: [], usage: NO_USAGE, model: 'model' },
    agentEvents: EVENTS,
  });
  const logKey = async () => (await cache.redis.commands.keys(`*:log:${run.conversationId}`))[0] ?? '';
  const told = async () =>
    (await cache.redis.commands.xrange(await logKey(), '-', '+')).map(
      ([, fields]) => JSON.parse(fields[3] ?? '') as { seq: number; type: string; content?: string },
    );
  const types = async () => (await told()).map(({ type }) => type);
  const messages = async () => (await conversations.messages(run.conversationId, { limit: 10, order: 'oldest' })).items;
  /** The worker is killed when the record has the end, and has told nobody. */
  const endUntold = async (more: Partial<RunEnding> = {}) => {
    await runs.finish(run, run.fence, { ...ending(), ...more });
    return (await runs.get(run.id)) as RunEntity;
  };

  it('should have both messages, what the agent remembers and one end of its log', async () => {
    publisher.emit({ type: 'chunk', content: ANSWER });

    expect(await sut.close(run, run.fence, ending(), publisher)).toBe(true);

    expect(await types()).toEqual(['queued', 'start', 'chunk', 'message', 'done']);
    const record = (await runs.get(run.id)) as RunEntity;
    const [question, answer] = await messages();
    const { content, ...details } = ending().answer;
    expect(question).toMatchObject({ role: 'user', content: 'What?', runId: run.id, createdAt: run.createdAt });
    expect(question?.files).toEqual([{ file_id: FILE.file_id, name: 'a.csv' }]);
    expect(answer).toMatchObject({ role: 'assistant', content, answer: details, status: 'succeeded' });
    expect(answer?.createdAt).toEqual(record.finishedAt);
    expect(record).toMatchObject({ status: 'succeeded', answer: ending().answer });
    const remembered = [{ author: 'user' }, { author: 'agent', text: 'no NUL: \ufffd' }];
    expect(await conversations.agentEvents(run.conversationId, 10)).toEqual(remembered);
    expect(await conversations.find(run.userId, 'session')).toMatchObject({ messageCount: 2, title: 'What?' });
    await sut.noted();
    expect(await runs.get(run.id)).toMatchObject({ settled: true, events: 5, agentEvents: null });
  });

  it('should change nothing for one who bears an older fence, or comes again', async () => {
    await runs.begin(run.id, 'model');

    expect(await sut.close(run, run.fence, ending('older'))).toBe(false);
    expect(await messages()).toEqual([]);

    expect(await sut.close(run, run.fence + 1, ending())).toBe(true);
    await sut.noted();
    expect(await sut.close(run, run.fence + 1, ending('again'))).toBe(false);
    expect(await messages()).toHaveLength(2);
  });

  it('should end although its conversation was deleted', async () => {
    await conversations.delete(run.userId, 'session');

    expect(await sut.close(run, run.fence, ending())).toBe(true);

    expect(await runs.get(run.id)).toMatchObject({ status: 'succeeded' });
    expect(await messages()).toEqual([]);
  });

  it.each([
    ['', []],
    [', also where its user had cancelled it before', ['user']],
  ])(
    'should keep nothing of what was said when it ends because its conversation is deleted%s',
    async (_also, before) => {
      for (const reason of [...before, 'session_deleted']) await runs.requestCancel(run.id, reason);
      await runs.forgetConversation(await conversations.open(run.userId, 'session'));
      await conversations.delete(run.userId, 'session');
      // It is at work still: it needs what it was asked.
      expect(await runs.get(run.id)).toMatchObject({ status: 'running', message: 'What?' });

      expect(await sut.close(run, run.fence, { ...ending(), status: 'cancelled' })).toBe(true);

      expect(await runs.get(run.id)).toMatchObject({ status: 'cancelled', message: '', answer: null });
      expect(await messages()).toEqual([]);
    },
  );

  it('should end with each of several that end in the same moment in one conversation', async () => {
    const others = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const { id: _id, ...rest } = run;
        const id = newId();
        await runs.create({ ...rest, id });
        return (await runs.get(id)) as RunEntity;
      }),
    );

    await Promise.all([run, ...others].map((one) => runs.finish(one, one.fence, ending())));
    for (const one of [run, ...others]) await sut.settle((await runs.get(one.id)) as RunEntity);

    expect(await messages()).toHaveLength(8);
    expect(await conversations.find(run.userId, 'session')).toMatchObject({ messageCount: 8 });
  });

  it('should be told to its end by another, with the words that nobody has heard', async () => {
    publisher.emit({ type: 'chunk', content: ANSWER.slice(0, 3) });
    await publisher.drain();

    await sut.settle(await endUntold());

    const heard = (await told()).map(({ type, content }) => [type, content]).slice(2);
    const words = [ANSWER.slice(0, 3), ANSWER.slice(3)].map((part) => ['chunk', part]);
    expect(heard).toEqual([...words, ['message', ANSWER], ['done', undefined]]);
    expect(await messages()).toHaveLength(2);
  });

  it('should be told to its end by another, with the words it had come to when it was cancelled', async () => {
    publisher.emit({ type: 'chunk', content: ANSWER.slice(0, 3) });
    await publisher.drain();

    await sut.settle(await endUntold({ status: 'cancelled' }));

    const heard = (await told()).filter(({ type }) => type === 'chunk').map(({ content }) => content);
    expect(heard.join('')).toBe(ANSWER);
    expect((await types()).slice(-2)).toEqual(['cancelled', 'done']);
  });

  it('should take nothing back when it got no answer, or its answer is gone with its conversation', async () => {
    publisher.emit({ type: 'chunk', content: 'something else' });
    await publisher.drain();
    const failed = await endUntold({ status: 'failed' });

    await sut.settle(failed);

    expect((await types()).slice(2)).toEqual(['chunk', 'error', 'done']);
    expect(restOfAnswer('something', { attempts: 1, status: 'succeeded', answer: null })).toEqual([]);
  });

  it('should be told to its end by another, who takes back the words of an attempt that failed', async () => {
    publisher.emit({ type: 'chunk', content: 'something else' });
    await publisher.drain();

    await sut.settle(await endUntold());

    expect(await types()).toEqual(['queued', 'start', 'chunk', 'retry', 'chunk', 'message', 'done']);
  });

  it('should be told its end once when another settles it once more', async () => {
    await sut.close(run, run.fence, ending(), publisher);
    const before = await told();

    await sut.settle((await runs.get(run.id)) as RunEntity);

    expect(await told()).toEqual(before);
  });

  it('should not be told its end before it is known that what was remembered of its conversation is void', async () => {
    const away = new Error('Redis was away for a moment');
    jest.spyOn(conversations, beside ? 'turnCommitted' : 'commitTurn').mockRejectedValueOnce(away);
    // What is on its way when the run ends arrives after that.
    const unsaid = {
      rest: async () => (await new Promise(setImmediate), publisher.rest()),
      restore: () => publisher.restore(),
    };

    await expect(sut.close(run, run.fence, ending(), unsaid)).rejects.toThrow(away);

    expect(await types()).toEqual(['queued', 'start']);
    expect(await sut.close(run, run.fence, ending(), publisher)).toBe(true);
    expect(await types()).toEqual(['queued', 'start', 'message', 'done']);
  });

  it('should have its log mended when Redis has lost some of it by the end', async () => {
    publisher.emit({ type: 'chunk', content: 'a' });
    await publisher.drain();
    const written = await told();
    // As after a power cut that took the last second.
    const key = await logKey();
    const entries = await cache.redis.commands.xrange(key, '-', '+');
    await cache.redis.commands.del(key);
    for (const [id, fields] of entries.slice(0, -1)) await cache.redis.commands.xadd(key, id, ...fields);
    const [state] = await cache.redis.commands.keys(`*:run:*${run.id}`);
    await cache.redis.commands.hset(state ?? '', 'seq', 2);
    publisher.emit({ type: 'chunk', content: 'b' });

    await sut.close(run, run.fence, ending('ab'), publisher);

    expect((await told()).slice(0, 3)).toEqual(written);
    expect((await told()).map(({ seq, type }) => [seq, type]).slice(3)).toEqual([
      [4, 'chunk'],
      [5, 'message'],
      [6, 'done'],
    ]);
  });

  it('should let the next of its line begin, also when it had been told to end it before', async () => {
    const next = newId();
    await log.admit(live(next, run.conversationId), 'enqueue', '{"type":"queued"}', 0);
    const dispatch = jest.spyOn(RunDispatcher.prototype, 'dispatch').mockResolvedValue();
    jest.spyOn(log, 'close').mockImplementationOnce(async (...closing) => {
      await RunLog.prototype.close.apply(log, closing);
      throw new Error('The reply is lost.');
    });

    await expect(sut.close(run, run.fence, ending(), publisher)).rejects.toThrow('The reply is lost.');
    await sut.close(run, run.fence, ending(), publisher);

    expect(dispatch).toHaveBeenCalledWith({ id: next, userId: run.userId });
    expect((await told()).filter(({ type }) => type === 'done')).toHaveLength(1);
  });
});
