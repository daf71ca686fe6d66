import { randomUUID } from 'node:crypto';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { type AgentEvent, type Conversations } from '../../src/session/conversations.port.js';
import { RememberedContext } from '../../src/session/live/remembered-context.js';
import { makeTurn } from '../factories/turn.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';
import { type ConversationDriver, openPostgresDriver } from './support/conversation-drivers.js';

describe('the agent’s context', () => {
  let record: ConversationDriver;
  let redis: CacheProcess;
  let sut: RememberedContext;
  let readRecord: jest.SpyInstance<Promise<readonly AgentEvent[]>, [string, number]>;
  let conversationId: string;

  const remember = (conversations: Conversations, { redis: connections } = redis) =>
    new RememberedContext(conversations, connections, loadConfig({}));

  beforeAll(async () => {
    record = await openPostgresDriver();
  });
  afterAll(() => record.close());
  beforeEach(async () => {
    redis = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    readRecord = jest.spyOn(record.conversations, 'agentEvents');
    sut = remember(record.conversations);
    conversationId = (await sut.open(randomUUID(), 's')).id;
  });
  afterEach(() => {
    jest.restoreAllMocks();
    redis.stop();
  });

  const events = (...names: string[]) => names.map((name) => ({ name }));
  const turn = (...names: string[]) => makeTurn(conversationId, { agentEvents: events(...names), runId: newId() });
  const commit = (...names: string[]) => sut.commitTurn(turn(...names));
  /** Resolves when the replica has all that the primary has. */
  const replicate = async (primary: TestRedis, replica: TestRedis) => {
    const { hostname, port, password } = new URL(primary.url);
    // It would wait for further replicas to copy itself to.
    await primary.redis.config('SET', 'repl-diskless-sync-delay', 0);
    await replica.redis.config('SET', 'masterauth', password);
    await replica.redis.replicaof(hostname, port);
    while ((await primary.redis.wait(1, 1_000)) === 0);
  };

  it('should be read from the record once, also for another process', async () => {
    await commit('a', 'b');

    expect(await sut.agentEvents(conversationId, 10)).toEqual(events('a', 'b'));
    expect(await remember(record.conversations).agentEvents(conversationId, 10)).toEqual(events('a', 'b'));
    expect(await sut.agentEvents(conversationId, 1)).toEqual(events('b'));
    expect(readRecord).toHaveBeenCalledTimes(1);
  });

  it('should have every turn that was committed', async () => {
    await commit('a');
    await sut.agentEvents(conversationId, 10);
    await commit('b');

    expect(await sut.agentEvents(conversationId, 10)).toEqual(events('a', 'b'));
  });

  it('should be read again when more of it is wanted than is remembered', async () => {
    await commit('a', 'b', 'c');

    expect(await sut.agentEvents(conversationId, 2)).toEqual(events('b', 'c'));
    expect(await sut.agentEvents(conversationId, 3)).toEqual(events('a', 'b', 'c'));
  });

  it('should not be spoiled by one who read before a turn was committed and writes after it', async () => {
    await commit('a');
    readRecord.mockImplementationOnce(async () => {
      await commit('b');
      return events('a');
    });
    await sut.agentEvents(conversationId, 10);

    expect(await sut.agentEvents(conversationId, 10)).toEqual(events('a', 'b'));
  });

  it('should be rebuilt from the record when Redis has lost it', async () => {
    await commit('a');
    await sut.agentEvents(conversationId, 10);
    await redis.redis.commands.del(...(await redis.redis.commands.keys(redis.redis.key('*'))));

    expect(await sut.agentEvents(conversationId, 10)).toEqual(events('a'));
  });

  it('should have every turn after a fail-over to a replica that has not heard of the last one', async () => {
    const [primary, replica] = await Promise.all([startTestRedis(), startTestRedis()]);
    const before = await startCacheProcess('t', primary.url);
    const after = await startCacheProcess('t', replica.url);
    try {
      await commit('a');
      await remember(record.conversations, before).agentEvents(conversationId, 10);
      await replicate(primary, replica);
      await replica.redis.replicaof('NO', 'ONE');
      await remember(record.conversations, before).commitTurn(turn('b'));

      const taken = remember(record.conversations, after);
      expect(await replica.redis.dbsize()).toBe(1);
      expect(await taken.agentEvents(conversationId, 10)).toEqual(events('a', 'b'));
      expect(await taken.agentEvents(conversationId, 10)).toEqual(events('a', 'b'));
      expect(readRecord).toHaveBeenCalledTimes(2);
    } finally {
      for (const process of [before, after]) process.stop();
      await Promise.all([primary.stop(), replica.stop()]);
    }
  });

  it('should be read from the record while Redis is away', async () => {
    await commit('a');
    redis.redis.commands.disconnect();

    expect(await sut.agentEvents(conversationId, 10)).toEqual(events('a'));
  });

  it('should not be kept in Redis when it is huge', async () => {
    await commit('x'.repeat(600_000));
    await sut.agentEvents(conversationId, 10);
    await sut.agentEvents(conversationId, 10);

    expect(readRecord).toHaveBeenCalledTimes(2);
  });
});
