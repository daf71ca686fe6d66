import { type mongo } from 'mongoose';
import { type MongoModels } from './mongo-models.js';
import { type TurnRecord } from './turn.schema.js';

/** Bytes of text up to which a turn is one document: far enough from MongoDB's 16 MB for all that is around it. */
const INLINE_LIMIT = 4 * 1_048_576;
const PART_SIZE = 8 * 1_048_576;

/** What of a turn grows with what was said. */
interface TurnBody {
  readonly question: string;
  readonly answer: string;
  readonly details: string;
  readonly events: string[];
}

/** Puts what is too large for the turn's document beside it. The turn is written after this, so nobody sees half of it. */
export async function spill(models: MongoModels, turn: TurnRecord): Promise<TurnRecord> {
  const body = bodyOf(turn);
  const bytes = Buffer.from(JSON.stringify(body));
  if (bytes.length <= INLINE_LIMIT) return turn;
  const parts = Math.ceil(bytes.length / PART_SIZE);
  for (let part = 0; part < parts; part += 1) {
    const piece = bytes.subarray(part * PART_SIZE, (part + 1) * PART_SIZE);
    await models.parts.replaceOne(
      { _id: partId(turn._id, part) },
      { conversationId: turn.conversationId, bytes: piece },
      { upsert: true },
    );
  }
  return withBody({ ...turn, parts }, { question: '', answer: '', details: '', events: [] });
}

/** The turns with their bodies, wherever those are. */
export async function gather(models: MongoModels, turns: readonly TurnRecord[]): Promise<TurnRecord[]> {
  return Promise.all(turns.map(async (turn) => (turn.parts === 0 ? turn : join(models, turn))));
}

async function join(models: MongoModels, turn: TurnRecord): Promise<TurnRecord> {
  const pieces = await Promise.all(
    Array.from({ length: turn.parts }, async (_, part) => {
      const found = await models.parts.findOne({ _id: partId(turn._id, part) }).lean();
      if (found === null) throw new Error(`Part ${part} of turn ${turn._id} is not there`);
      return binary(found.bytes);
    }),
  );
  return withBody(turn, JSON.parse(Buffer.concat(pieces).toString('utf8')) as TurnBody);
}

/** Lean documents hold BSON's own Binary, whatever the schema says. */
function binary(bytes: Buffer | mongo.Binary): Uint8Array {
  return Buffer.isBuffer(bytes) ? bytes : bytes.buffer;
}

function partId(runId: string, part: number): string {
  return `${runId}:${part}`;
}

function bodyOf({ question, answer, events }: TurnRecord): TurnBody {
  return { question: question.content, answer: answer.content, details: answer.details, events };
}

function withBody(turn: TurnRecord, body: TurnBody): TurnRecord {
  return {
    ...turn,
    question: { ...turn.question, content: body.question },
    answer: { ...turn.answer, content: body.answer, details: body.details },
    events: body.events,
  };
}
