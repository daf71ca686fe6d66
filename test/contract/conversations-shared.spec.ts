import { randomUUID } from 'node:crypto';
import { newId } from '../../src/common/ids.js';
import { type Conversation } from '../../src/session/conversations.port.js';
import { makeTurn } from '../factories/turn.js';
import { type ConversationDriver, openPostgresDriver } from './support/conversation-drivers.js';

/** One process does the turns of a conversation one after the other; several do not know of each other. */
describe('conversations of several processes in one PostgreSQL', () => {
  let drivers: ConversationDriver[];
  let userId: string;

  beforeAll(async () => {
    drivers = await Promise.all([openPostgresDriver(), openPostgresDriver(), openPostgresDriver()]);
  });
  afterAll(() => Promise.all(drivers.map((driver) => driver.close())));
  beforeEach(() => {
    userId = randomUUID();
  });

  const process = (number: number) => (drivers[number % drivers.length] as ConversationDriver).conversations;
  const open = (words: readonly string[]) => Promise.all(words.map((word) => process(0).open(userId, word)));
  const messagesOf = async ({ id }: Conversation) =>
    (await process(0).messages(id, { limit: 1_000, order: 'oldest' })).items;

  it('should be made once, whichever processes open them at the same time', async () => {
    const opened = await Promise.all(
      Array.from({ length: 30 }, (_, number) => process(number).open(userId, `s${number % 3}`, { followed: true })),
    );

    expect(new Set(opened.map(({ id }) => id)).size).toBe(3);
    expect((await process(0).list(userId, { limit: 100, status: 'all' })).items).toHaveLength(3);
  });

  it('should have every turn once, whichever processes commit it, while they are changed', async () => {
    const conversations = await open(['a', 'b', 'c', 'd']);
    const turns = Array.from({ length: 240 }, (_, number) => {
      const conversation = conversations[number % conversations.length] as Conversation;
      return makeTurn(conversation.id, { runId: newId() });
    });

    await Promise.all([
      ...turns.map((turn, number) => process(number).commitTurn(turn)),
      // As by a reconciler that takes the worker for dead.
      ...turns.filter((_, number) => number % 5 === 0).map((turn, number) => process(number + 1).commitTurn(turn)),
      ...conversations.map(({ sessionId }, number) =>
        process(number).update(userId, sessionId, { title: `Title ${sessionId}` }),
      ),
    ]);

    for (const conversation of conversations) {
      const ours = turns.filter(({ conversationId }) => conversationId === conversation.id);
      const said = (await messagesOf(conversation)).map(({ runId, role }) => `${runId} ${role}`);
      expect(said.sort()).toEqual(ours.flatMap(({ runId }) => [`${runId} assistant`, `${runId} user`]).sort());
      expect(await process(1).find(userId, conversation.sessionId)).toMatchObject({
        messageCount: 2 * ours.length,
        title: `Title ${conversation.sessionId}`,
      });
    }
  });
});
