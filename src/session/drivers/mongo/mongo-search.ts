import { type FoundMessage, type Message, type MessageSearch } from '../../conversations.port.js';
import { CURSOR_PARTS, decodeCursor } from '../../page-cursor.js';
import { type Page, toPage } from '../../page.js';
import { queryTokens } from '../../search/search-tokens.js';
import { type MongoModels, type MongoRecords } from './mongo-models.js';
import { messagesOf } from './turn-messages.js';
import { type TurnRecord } from './turn.schema.js';

/** The user's messages with all the words: newest run first, of one run the answer before the question. */
export async function searchMessages(
  records: MongoRecords,
  userId: string,
  { words, cursor, limit }: MessageSearch,
): Promise<Page<FoundMessage>> {
  const tokens = queryTokens(words);
  if (tokens.length === 0) return { items: [], cursor: null };
  const [lastRun = '', lastRole = ''] =
    cursor === undefined ? [] : decodeCursor(cursor, [CURSOR_PARTS.id, CURSOR_PARTS.role]);
  const deleted = await records.conversations.distinct('_id', { userId, deletedAt: { $ne: null } });
  const turns = await records.turns
    .find(
      {
        userId,
        conversationId: { $nin: deleted },
        $or: [{ 'question.tokens': { $all: tokens } }, { 'answer.tokens': { $all: tokens } }],
        ...(cursor !== undefined && { _id: { $lte: lastRun } }),
      },
      { events: 0 },
    )
    .sort({ _id: -1 })
    // Every turn gives one message at least, but for the one that the page before ended in.
    .limit(limit + 2)
    .lean<TurnRecord[]>();
  const messages = (await records.bodies.gather(turns))
    .flatMap((turn) => matching(turn, tokens))
    .filter(({ runId, role }) => runId !== lastRun || role > lastRole);
  const page = toPage(messages, limit, (message) => [message.runId, message.role]);
  return { ...page, items: await withConversations(records, page.items) };
}

function matching(turn: TurnRecord, tokens: readonly string[]): Message[] {
  const [question, answer] = messagesOf(turn);
  const has = (held: readonly string[]) => tokens.every((token) => held.includes(token));
  return [...(has(turn.answer.tokens) ? [answer] : []), ...(has(turn.question.tokens) ? [question] : [])];
}

async function withConversations(models: MongoModels, messages: readonly Message[]): Promise<FoundMessage[]> {
  const ids = [...new Set(messages.map((message) => message.conversationId))];
  const found = await models.conversations.find({ _id: { $in: ids } }, { sessionId: 1, title: 1 }).lean();
  const byId = new Map(found.map(({ _id, sessionId, title }) => [_id, { sessionId, title }]));
  return messages.flatMap((message) => {
    const conversation = byId.get(message.conversationId);
    // Purged in this very moment.
    return conversation === undefined ? [] : [{ message, conversation }];
  });
}
