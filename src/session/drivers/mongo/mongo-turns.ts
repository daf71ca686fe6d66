import { newId } from '../../../common/ids.js';
import { type AgentEvent, type Message, type MessageQuery, type Turn } from '../../conversations.port.js';
import { CURSOR_PARTS, decodeCursor } from '../../page-cursor.js';
import { type Page, toPage } from '../../page.js';
import { searchTokens } from '../../search/search-tokens.js';
import { isDuplicateKey, type MongoModels, type MongoRecords } from './mongo-models.js';
import { messagesOf, placeOf } from './turn-messages.js';
import { type TurnRecord } from './turn.schema.js';

/** What a page of messages does without. */
const WITHOUT_EVENTS = { events: 0, 'question.tokens': 0, 'answer.tokens': 0 } as const;
const WITHOUT_TOKENS = { 'question.tokens': 0, 'answer.tokens': 0 } as const;
/** Turns of a conversation are committed one after the other: more than a few in the same moment do not happen. */
const NUMBER_ATTEMPTS = 20;

/** The ids of a turn's two messages. */
interface MessageIds {
  readonly questionId: string;
  readonly answerId: string;
}

/**
 * Writes turns of one conversation that are written elsewhere already, in their order, but for those that are here. As a rule
 * none is, and nothing has to be looked up.
 * @param end the number of the conversation's last turn, if it is known: a wrong one is found out
 * @returns the runs of those that were here, and the number of the last turn now
 */
export async function insertTurns(
  { bodies, ...models }: MongoRecords,
  userId: string,
  conversationId: string,
  turns: readonly (Turn & MessageIds)[],
  end?: number,
): Promise<{ present: ReadonlySet<string>; end: number }> {
  const documents: TurnRecord[] = [];
  for (const turn of turns) documents.push(await bodies.spill(documentOf(userId, turn, turn)));
  let present: ReadonlySet<string> = new Set();
  let last = end ?? (await lastNumber(models, conversationId));
  for (let attempt = 1; ; attempt += 1) {
    const missing = documents.filter(({ _id }) => !present.has(_id));
    try {
      await models.turns.insertMany(missing.map((document, index) => ({ ...document, number: last + 1 + index })));
      return { present, end: last + missing.length };
    } catch (error) {
      // Some are here, or somebody else wrote to the conversation: look.
      if (!isDuplicateKey(error) || attempt === NUMBER_ATTEMPTS) throw error;
      present = new Set(await models.turns.distinct('_id', { _id: { $in: turns.map(({ runId }) => runId) } }));
      last = await lastNumber(models, conversationId);
    }
  }
}

/** Writes the turn, unless its run was committed before. @returns its number in the conversation */
export async function insertTurn({ bodies, ...models }: MongoRecords, userId: string, turn: Turn): Promise<number> {
  const ids = { questionId: newId(), answerId: newId() };
  let document: TurnRecord | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const committed = await models.turns.findById(turn.runId, { number: 1 }).lean();
    if (committed !== null) return committed.number;
    document ??= await bodies.spill(documentOf(userId, turn, ids));
    const number = (await lastNumber(models, turn.conversationId)) + 1;
    try {
      await models.turns.insertOne({ ...document, number });
      return number;
    } catch (error) {
      // This run was committed by somebody else, or another run took the number: look again.
      if (!isDuplicateKey(error) || attempt === NUMBER_ATTEMPTS) throw error;
    }
  }
}

/** One page of a conversation's messages. A turn holds two, so a page may begin or end within one. */
export async function readMessages(
  { bodies, ...models }: MongoRecords,
  conversationId: string,
  { cursor, limit, order }: MessageQuery,
): Promise<Page<Message>> {
  const newest = order === 'newest';
  const place = cursor === undefined ? undefined : Number(decodeCursor(cursor, [CURSOR_PARTS.count])[0]);
  // The turn that holds the message next to the cursor's: it may be the cursor's own.
  const number =
    place === undefined
      ? {}
      : { number: newest ? { $lte: Math.floor(place / 2) } : { $gte: Math.floor(place / 2) + 1 } };
  const turns = await models.turns
    .find({ conversationId, ...number }, WITHOUT_EVENTS)
    .sort({ number: newest ? -1 : 1 })
    .limit(Math.ceil(limit / 2) + 1)
    .lean<TurnRecord[]>();
  const read = (await bodies.gather(turns))
    .flatMap((turn) => {
      const messages = messagesOf(turn).map((message) => ({ message, place: placeOf(turn, message) }));
      return newest ? messages.reverse() : messages;
    })
    .filter((entry) => place === undefined || (newest ? entry.place < place : entry.place > place));
  const page = toPage(read, limit, (entry) => [String(entry.place)]);
  return { ...page, items: page.items.map((entry) => entry.message) };
}

/** The newest events of a conversation's agent, oldest first. */
export async function readEvents(
  { bodies, ...models }: MongoRecords,
  conversationId: string,
  limit: number,
): Promise<AgentEvent[]> {
  const events: string[] = [];
  const turns = models.turns.find({ conversationId }, WITHOUT_TOKENS).sort({ number: -1 }).batchSize(limit).lean();
  for await (const turn of turns) {
    const [{ events: older } = turn] = await bodies.gather([turn]);
    events.unshift(...older);
    if (events.length >= limit) break;
  }
  return events.slice(-limit).map((event) => JSON.parse(event) as AgentEvent);
}

async function lastNumber(models: MongoModels, conversationId: string): Promise<number> {
  const last = await models.turns.findOne({ conversationId }, { number: 1 }).sort({ number: -1 }).lean();
  return last?.number ?? 0;
}

function documentOf(userId: string, turn: Turn, ids: MessageIds): TurnRecord {
  const { content, ...details } = turn.answer;
  return {
    _id: turn.runId,
    conversationId: turn.conversationId,
    userId,
    number: 0,
    question: {
      id: ids.questionId,
      content: turn.question,
      files: [...turn.files],
      at: turn.askedAt,
      tokens: searchTokens(turn.question),
    },
    answer: {
      id: ids.answerId,
      content,
      at: turn.answeredAt,
      tokens: searchTokens(content),
      status: turn.status,
      details: JSON.stringify(details),
      feedback: null,
    },
    events: turn.agentEvents.map((event) => JSON.stringify(event)),
    body: null,
  };
}
