import { randomUUID } from 'node:crypto';
import { type ConversationArchive } from '../../src/session/copy/conversation-archive.port.js';
import { copyConversations } from '../../src/session/copy/copy-conversations.js';
import { digestOf } from '../../src/session/copy/record-digest.js';
import { describeWithMongo, MONGO_START_MS } from '../backends/mongo/mongo-server.js';
import { makeTurn } from '../factories/turn.js';
import { type ConversationDriver, openMongoDriver, openOwnPostgresDriver } from './support/conversation-drivers.js';

// Every query of FerretDB reads its whole collection.

describeWithMongo('copying conversations', () => {
  let postgres: ConversationDriver;
  let mongo: ConversationDriver;
  let userId: string;

  beforeAll(async () => {
    postgres = await openOwnPostgresDriver();
    mongo = await openMongoDriver();
  }, MONGO_START_MS);
  afterAll(() => Promise.all([postgres.close(), mongo.close()]));
  beforeEach(() => {
    userId = randomUUID();
  });

  /** The archive, of this user's conversations alone. */
  const mine = (archive: ConversationArchive): ConversationArchive =>
    Object.assign(Object.create(archive) as ConversationArchive, {
      conversations: async (afterId: string | undefined, limit: number) =>
        (await archive.conversations(afterId, 10_000)).filter((found) => found.userId === userId).slice(0, limit),
    });

  async function fill({ conversations }: ConversationDriver, sessions: number, turns: number): Promise<string[]> {
    const ids: string[] = [];
    for (let s = 1; s <= sessions; s += 1) {
      const { id } = await conversations.open(userId, `session-${s}`);
      for (let t = 1; t <= turns; t += 1) await conversations.commitTurn(makeTurn(id, { question: `问题 ${s}.${t}` }));
      ids.push(id);
    }
    return ids;
  }

  it.each([
    ['PostgreSQL', 'MongoDB', () => [postgres, mongo] as const],
    ['MongoDB', 'PostgreSQL', () => [mongo, postgres] as const],
  ])('should bring everything of a user from %s to %s, as it was', async (_from, _to, drivers) => {
    const [from, to] = drivers();
    const [first = '', , third = ''] = await fill(from, 3, 4);
    const [answer] = (await from.conversations.messages(first, { limit: 1, order: 'newest' })).items;
    await from.conversations.rate(userId, answer?.id ?? '', { rating: 'up', comment: '好', at: new Date() });
    await from.conversations.update(userId, 'session-2', { title: '我的', pinned: true, archived: true });
    await from.conversations.delete(userId, 'session-3');

    const report = await copyConversations(mine(from.archive), to.archive);

    expect(report).toEqual({ conversations: 3, messages: 24, copied: 24, unverified: [] });
    expect(await to.conversations.messages(first, { limit: 100, order: 'newest' })).toEqual(
      await from.conversations.messages(first, { limit: 100, order: 'newest' }),
    );
    expect(await to.conversations.agentEvents(first, 50)).toEqual(await from.conversations.agentEvents(first, 50));
    expect(await to.conversations.find(userId, 'session-2')).toEqual(
      await from.conversations.find(userId, 'session-2'),
    );
    expect(await to.conversations.find(userId, 'session-3')).toBeUndefined();
    expect((await to.archive.conversation(third))?.deletedAt).toBeInstanceOf(Date);
    expect((await to.conversations.search(userId, { words: '问题', limit: 100 })).items).toHaveLength(8);
  });

  it('should bring what is too large for a document of MongoDB there and back, and compare all of it', async () => {
    const content = '数据 data '.repeat(2_000_000);
    const { id } = await postgres.conversations.open(userId, 'large');
    await postgres.conversations.commitTurn(makeTurn(id, { content }));
    const before = await digestOf(postgres.archive, id);

    expect((await copyConversations(mine(postgres.archive), mongo.archive)).unverified).toEqual([]);
    await postgres.conversations.delete(userId, 'large');
    await postgres.conversations.purge(new Date(Date.now() + 60_000));
    const report = await copyConversations(mine(mongo.archive), postgres.archive);

    expect(report).toEqual({ conversations: 1, messages: 2, copied: 2, unverified: [] });
    expect(await digestOf(postgres.archive, id)).toEqual(before);
  });

  it('should go on where it was broken off, and bring what came since', async () => {
    const ids = await fill(postgres, 6, 10);
    const source = mine(postgres.archive);
    const stop = new AbortController();
    const broken = copyConversations(source, mongo.archive, {
      signal: stop.signal,
      onProgress: ({ conversations }) => conversations === 3 && stop.abort(new Error('pulled the plug')),
    });
    await expect(broken).rejects.toThrow('pulled the plug');
    // A message that comes while nobody copies, and feedback on one that was copied.
    await postgres.conversations.commitTurn(makeTurn(ids[0] ?? ''));
    const [answer] = (await postgres.conversations.messages(ids[1] ?? '', { limit: 1, order: 'newest' })).items;
    await postgres.conversations.rate(userId, answer?.id ?? '', { rating: 'down', comment: null, at: new Date() });

    const report = await copyConversations(source, mongo.archive);

    expect(report).toEqual({ conversations: 6, messages: 122, copied: 62, unverified: [] });
    for (const id of ids) expect(await digestOf(mongo.archive, id)).toEqual(await digestOf(postgres.archive, id));
    expect((await copyConversations(source, mongo.archive)).copied).toBe(0);
  });

  it('should keep what is written to a conversation while it is copied', async () => {
    const [id = ''] = await fill(postgres, 1, 20);
    const writing = (async () => {
      for (let n = 0; n < 20; n += 1) await postgres.conversations.commitTurn(makeTurn(id));
    })();
    await copyConversations(mine(postgres.archive), mongo.archive);
    await writing;

    const report = await copyConversations(mine(postgres.archive), mongo.archive);
    expect(report).toMatchObject({ messages: 80, unverified: [] });
  });

  it('should tell of a difference it cannot mend', async () => {
    const [id = ''] = await fill(postgres, 1, 2);
    const forgetful = Object.assign(Object.create(mongo.archive) as ConversationArchive, { putTurns: async () => {} });

    expect((await copyConversations(mine(postgres.archive), forgetful)).unverified).toEqual([id]);
  });
});
