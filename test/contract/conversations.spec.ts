import { randomUUID } from 'node:crypto';
import { newId } from '../../src/common/ids.js';
import { type Conversation, type Message } from '../../src/session/conversations.port.js';
import { type Page } from '../../src/session/page.js';
import { describeWithMongo, MONGO_START_MS } from '../backends/mongo/mongo-server.js';
import { makeTurn } from '../factories/turn.js';
import { type ConversationDriver, openMongoDriver, openOwnPostgresDriver } from './support/conversation-drivers.js';

// FerretDB reads whole collections, on a machine that runs other suites beside this one.

describe('conversations in PostgreSQL', () => {
  contract(openOwnPostgresDriver);
});
describeWithMongo('conversations in MongoDB', () => {
  contract(() => openMongoDriver());
});

/** What every driver of the Conversations port does. */
function contract(openDriver: () => Promise<ConversationDriver>): void {
  let driver: ConversationDriver;
  let userId: string;
  const sut = () => driver.conversations;
  const ALL = { limit: 100, order: 'newest' } as const;

  beforeAll(async () => {
    driver = await openDriver();
  }, MONGO_START_MS);
  afterAll(() => driver.close());
  beforeEach(() => {
    userId = randomUUID();
  });

  /** A conversation with that many turns. */
  async function converse(turns: number, sessionId = 's'): Promise<Conversation> {
    const conversation = await sut().open(userId, sessionId);
    for (let n = 1; n <= turns; n += 1) {
      await sut().commitTurn(makeTurn(conversation.id, { question: `q${n}`, content: `a${n}` }));
    }
    return conversation;
  }

  async function walk<T>(read: (cursor?: string) => Promise<Page<T>>): Promise<T[][]> {
    const pages: T[][] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await read(cursor);
      pages.push([...page.items]);
      cursor = page.cursor;
    }
    return pages;
  }

  describe('opening', () => {
    it('should make a conversation once when it is opened many times at once', async () => {
      const opened = await Promise.all(Array.from({ length: 8 }, () => sut().open(userId, '供应商分析')));

      expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
      expect(opened[0]).toMatchObject({
        userId,
        sessionId: '供应商分析',
        title: null,
        pinned: false,
        archived: false,
        version: 1,
        messageCount: 0,
      });
    });

    it('should not find the conversation of somebody else', async () => {
      await sut().open(userId, 'mine');

      expect(await sut().find(randomUUID(), 'mine')).toBeUndefined();
    });
  });

  describe('committing a turn', () => {
    it('should show both messages whole when a turn is committed', async () => {
      const conversation = await sut().open(userId, 's');
      const turn = makeTurn(conversation.id);
      await sut().commitTurn(turn);

      const { items, cursor } = await sut().messages(conversation.id, ALL);
      const { content, ...details } = turn.answer;
      const shared = { conversationId: conversation.id, runId: turn.runId, feedback: null };
      expect(cursor).toBeNull();
      expect(items).toEqual([
        {
          ...shared,
          id: expect.any(String),
          role: 'assistant',
          content,
          files: [],
          status: 'succeeded',
          answer: details,
          createdAt: turn.answeredAt,
        },
        {
          ...shared,
          id: expect.any(String),
          role: 'user',
          content: turn.question,
          files: turn.files,
          status: null,
          answer: null,
          createdAt: turn.askedAt,
        },
      ]);
      expect(await sut().find(userId, 's')).toMatchObject({
        messageCount: 2,
        title: turn.question,
        updatedAt: expect.any(Date),
      });
    });

    it('should change nothing when a run is committed again, also at the same time', async () => {
      const conversation = await sut().open(userId, 's');
      const turn = makeTurn(conversation.id);
      await Promise.all(Array.from({ length: 5 }, () => sut().commitTurn(turn)));
      await sut().commitTurn({ ...turn, question: 'something else' });

      expect((await sut().messages(conversation.id, ALL)).items).toHaveLength(2);
      expect(await sut().agentEvents(conversation.id, 10)).toEqual(turn.agentEvents);
      expect((await sut().find(userId, 's'))?.messageCount).toBe(2);
    });

    it('should lose none when different runs are committed at the same time', async () => {
      const conversation = await sut().open(userId, 's');
      await Promise.all(Array.from({ length: 6 }, () => sut().commitTurn(makeTurn(conversation.id))));

      expect((await sut().messages(conversation.id, ALL)).items).toHaveLength(12);
      if (driver.atomicUpdates) expect((await sut().find(userId, 's'))?.messageCount).toBe(12);
    });

    it('should keep a title of the user when a question comes', async () => {
      const conversation = await sut().open(userId, 's', { title: 'My own' });
      await sut().commitTurn(makeTurn(conversation.id));

      expect((await sut().find(userId, 's'))?.title).toBe('My own');
    });

    it('should do nothing when the conversation was deleted or never was', async () => {
      const conversation = await converse(1);
      await sut().delete(userId, 's');

      await expect(sut().commitTurn(makeTurn(conversation.id))).resolves.toBeUndefined();
      await expect(sut().commitTurn(makeTurn(newId()))).resolves.toBeUndefined();
    });

    it('should keep a message of more than MongoDB takes in one document', async () => {
      const conversation = await sut().open(userId, 's');
      const content = '数据 data '.repeat(2_000_000);
      const turn = makeTurn(conversation.id, { content });
      await sut().commitTurn(turn);
      await sut().commitTurn(turn);

      const { items } = await sut().messages(conversation.id, ALL);
      expect(items).toHaveLength(2);
      expect(items[0]?.content === content).toBe(true);
      expect(await sut().agentEvents(conversation.id, 10)).toEqual(turn.agentEvents);
    });
  });

  describe('paging', () => {
    it.each([1, 2, 3, 4, 100])('should give every message once, newest first, in pages of %i', async (limit) => {
      const conversation = await converse(4);
      const pages = await walk((cursor) => sut().messages(conversation.id, { limit, cursor, order: 'newest' }));

      expect(pages.flat().map(({ content }) => content)).toEqual(['a4', 'q4', 'a3', 'q3', 'a2', 'q2', 'a1', 'q1']);
      expect(pages.every((page) => page.length <= limit && page.length > 0)).toBe(true);
    });

    it.each([1, 3, 100])('should give every message once, oldest first, in pages of %i', async (limit) => {
      const conversation = await converse(4);
      const pages = await walk((cursor) => sut().messages(conversation.id, { limit, cursor, order: 'oldest' }));

      expect(pages.flat().map(({ content }) => content)).toEqual(['q1', 'a1', 'q2', 'a2', 'q3', 'a3', 'q4', 'a4']);
    });

    it('should keep its place when messages come between two pages', async () => {
      const conversation = await converse(3);
      const first = await sut().messages(conversation.id, { limit: 3, order: 'newest' });
      await sut().commitTurn(makeTurn(conversation.id, { question: 'q4', content: 'a4' }));
      const second = await sut().messages(conversation.id, { limit: 3, order: 'newest', cursor: first.cursor ?? '' });

      expect([...first.items, ...second.items].map(({ content }) => content)).toEqual('a3 q3 a2 q2 a1 q1'.split(' '));
      expect(second.cursor).toBeNull();
    });

    it('should refuse a cursor that is none of ours', async () => {
      const conversation = await converse(1);

      await expect(sut().messages(conversation.id, { ...ALL, cursor: 'x' })).rejects.toMatchObject({
        code: 'INVALID_CURSOR',
      });
      await expect(sut().list(userId, { limit: 5, status: 'all', cursor: 'WyIxIl0' })).rejects.toMatchObject({
        code: 'INVALID_CURSOR',
      });
    });
  });

  describe('the list', () => {
    const names = (items: readonly Conversation[]) => items.map(({ sessionId }) => sessionId);

    it('should have pinned ones first, then the most recently used, in pages', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await converse(1, name);
      await sut().update(userId, 'b', { pinned: true });
      await sut().update(userId, 'd', { pinned: true });
      await sut().commitTurn(makeTurn((await sut().open(userId, 'a')).id));
      const pages = await walk((cursor) => sut().list(userId, { limit: 2, status: 'active', cursor }));

      expect(pages.map(names)).toEqual([['d', 'b'], ['a', 'e'], ['c']]);
    });

    it('should leave out what was put away unless it is asked for', async () => {
      for (const name of ['a', 'b', 'c']) await converse(1, name);
      await sut().update(userId, 'b', { archived: true });

      expect(names((await sut().list(userId, { limit: 9, status: 'active' })).items)).toEqual(['c', 'a']);
      expect(names((await sut().list(userId, { limit: 9, status: 'archived' })).items)).toEqual(['b']);
      expect(names((await sut().list(userId, { limit: 9, status: 'all' })).items)).toEqual(['c', 'b', 'a']);
    });

    it('should find by words of the title, also one that the first question gave', async () => {
      await sut().open(userId, 'a', { title: '深圳供应商 analysis' });
      const asked = await sut().open(userId, 'b');
      await sut().commitTurn(makeTurn(asked.id, { question: '出口到美国的供应商' }));
      await sut().open(userId, 'c', { title: 'Tariffs' });
      const find = async (words: string) =>
        names((await sut().list(userId, { limit: 9, status: 'all', words })).items).toSorted();

      expect(await find('供应商')).toEqual(['a', 'b']);
      expect(await find('ANALYSIS')).toEqual(['a']);
      await sut().update(userId, 'c', { title: '关税' });
      expect(await find('tariff')).toEqual([]);
      expect(await find('关税')).toEqual(['c']);
    });
  });

  describe('changing', () => {
    it('should change what is given and count the version', async () => {
      await sut().open(userId, 's', { title: 'Old' });
      const changed = await sut().update(userId, 's', { title: 'New', pinned: true }, 1);

      expect(changed).toMatchObject({ title: 'New', pinned: true, archived: false, version: 2 });
      expect(await sut().find(userId, 's')).toEqual(changed);
    });

    it('should refuse a change that is based on an older version', async () => {
      await sut().open(userId, 's', { title: 'Old' });
      await sut().update(userId, 's', { title: 'New' }, 1);

      await expect(sut().update(userId, 's', { title: 'D' }, 1)).rejects.toMatchObject({ code: 'SESSION_CHANGED' });
      expect(await sut().find(userId, 's')).toMatchObject({ title: 'New', version: 2 });
    });

    it('should let one win when several change the same version at once', async () => {
      if (!driver.atomicUpdates) return;
      await sut().open(userId, 's', { title: 'Old' });
      const changes = await Promise.allSettled(['A', 'B', 'C'].map((title) => sut().update(userId, 's', { title }, 1)));

      expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('should not know the conversation of somebody else', async () => {
      await sut().open(userId, 's');

      await expect(sut().update(randomUUID(), 's', { pinned: true })).rejects.toMatchObject({
        code: 'SESSION_NOT_FOUND',
      });
    });
  });

  describe('deleting', () => {
    it('should make it invisible everywhere and its name free at once', async () => {
      const conversation = await converse(2);
      expect(await sut().delete(userId, 's')).toBe(true);

      expect(await sut().find(userId, 's')).toBeUndefined();
      expect((await sut().list(userId, { limit: 9, status: 'all' })).items).toEqual([]);
      expect((await sut().search(userId, { words: 'a1', limit: 9 })).items).toEqual([]);
      expect(await sut().delete(userId, 's')).toBe(false);
      const again = await sut().open(userId, 's');
      expect(again.id).not.toBe(conversation.id);
      expect(again.messageCount).toBe(0);
      expect(await sut().delete(userId, 's')).toBe(true);
      await expect(sut().open(userId, 's', { id: conversation.id })).rejects.toMatchObject({ code: 'SESSION_CHANGED' });
    });

    it('should leave alone another that has its name by now', async () => {
      const { id } = await converse(2);
      expect(await sut().delete(userId, 's', id)).toBe(true);
      const next = await sut().open(userId, 's');

      expect(await sut().delete(userId, 's', id)).toBe(false);
      expect(await sut().find(userId, 's')).toMatchObject({ id: next.id });
    });

    it('should remove for good only what was deleted long enough ago', async () => {
      const conversation = await converse(2);
      const kept = await converse(1, 'kept');
      await sut().delete(userId, 's');
      await sut().purge(new Date(Date.now() - 60_000));
      expect((await sut().messages(conversation.id, ALL)).items).toHaveLength(4);

      await sut().purge(new Date(Date.now() + 60_000));
      expect((await sut().messages(conversation.id, ALL)).items).toEqual([]);
      expect(await sut().agentEvents(conversation.id, 9)).toEqual([]);
      expect((await sut().messages(kept.id, ALL)).items).toHaveLength(2);
    });
  });

  describe('searching', () => {
    const texts = (items: readonly { message: Message }[]) => items.map(({ message }) => message.content);

    beforeEach(async () => {
      const first = await sut().open(userId, 'one');
      await sut().commitTurn(makeTurn(first.id, { question: '手机出口美国', content: '智能手机 exports: 468.9' }));
      await sut().commitTurn(makeTurn(first.id, { question: '手机壳的供应商', content: 'Two suppliers in Shenzhen' }));
      const second = await sut().open(userId, 'two');
      await sut().commitTurn(makeTurn(second.id, { question: 'LED supplier?', content: '深圳有三家 LED 供应商' }));
    });

    it.each([
      ['手机', ['手机壳的供应商', '智能手机 exports: 468.9', '手机出口美国']],
      ['supplier', ['LED supplier?', 'Two suppliers in Shenzhen']],
      ['led 供应商', ['深圳有三家 LED 供应商']],
      ['供应 深圳', ['深圳有三家 LED 供应商']],
      ['export 手机', ['智能手机 exports: 468.9']],
      ['手表', []],
      ['?!', []],
    ])('should find by %j, the most recent first', async (words, expected) => {
      expect(texts((await sut().search(userId, { words, limit: 9 })).items)).toEqual(expected);
    });

    it('should tell the conversation of each message', async () => {
      const { items } = await sut().search(userId, { words: 'shenzhen', limit: 9 });

      expect(items[0]).toMatchObject({ conversation: { sessionId: 'one', title: '手机出口美国' } });
    });

    it.each([1, 2])('should give everything once in pages of %i', async (limit) => {
      const pages = await walk((cursor) => sut().search(userId, { words: '手机', limit, cursor }));

      expect(texts(pages.flat())).toEqual(['手机壳的供应商', '智能手机 exports: 468.9', '手机出口美国']);
    });

    it('should find nothing of somebody else', async () => {
      expect((await sut().search(randomUUID(), { words: '手机', limit: 9 })).items).toEqual([]);
    });
  });

  describe('feedback', () => {
    it('should be kept with the answer, replaced and taken back', async () => {
      const conversation = await converse(1);
      const [answer] = (await sut().messages(conversation.id, ALL)).items;
      const at = new Date('2026-01-05T09:00:00.000Z');
      const rated = await sut().rate(userId, answer?.id ?? '', { rating: 'up', comment: '很准确', at });

      expect(rated).toEqual({ ...answer, feedback: { rating: 'up', comment: '很准确', at } });
      await sut().rate(userId, answer?.id ?? '', { rating: 'down', comment: null, at });
      const { items } = await sut().messages(conversation.id, ALL);
      expect(items[0]?.feedback).toEqual({ rating: 'down', comment: null, at });
      expect(await sut().rate(userId, answer?.id ?? '', null)).toEqual(answer);
    });

    it('should be refused on a question, and on what is not one’s own', async () => {
      const conversation = await converse(1);
      const [answer, question] = (await sut().messages(conversation.id, ALL)).items;
      const feedback = { rating: 'up', comment: null, at: new Date() } as const;

      expect(await sut().rate(userId, question?.id ?? '', feedback)).toBeUndefined();
      expect(await sut().rate(randomUUID(), answer?.id ?? '', feedback)).toBeUndefined();
      expect(await sut().rate(userId, newId(), feedback)).toBeUndefined();
      await sut().delete(userId, 's');
      expect(await sut().rate(userId, answer?.id ?? '', feedback)).toBeUndefined();
    });
  });

  describe('the agent’s history', () => {
    it('should be the newest events, oldest first', async () => {
      const conversation = await sut().open(userId, 's');
      for (let n = 1; n <= 3; n += 1) {
        const agentEvents = [
          { n, part: 1 },
          { n, part: 2, 'a.b': { $c: [n] } },
        ];
        await sut().commitTurn(makeTurn(conversation.id, { agentEvents }));
      }
      await sut().commitTurn(makeTurn(conversation.id, { agentEvents: [], status: 'cancelled' }));

      expect(await sut().agentEvents(conversation.id, 3)).toEqual([
        { n: 2, part: 2, 'a.b': { $c: [2] } },
        { n: 3, part: 1 },
        { n: 3, part: 2, 'a.b': { $c: [3] } },
      ]);
      expect(await sut().agentEvents(conversation.id, 100)).toHaveLength(6);
      expect(await sut().agentEvents(newId(), 100)).toEqual([]);
    });
  });
}
