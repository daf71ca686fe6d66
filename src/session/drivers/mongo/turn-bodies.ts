import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type ObjectStore, TURNS_PREFIX } from '../../../storage/index.js';
import { type BodyReference, type TurnRecord } from './turn.schema.js';

/** Bytes of text up to which a turn is one document: far enough from MongoDB's 16 MB for all that is around it. */
const INLINE_LIMIT = 4 * 1_048_576;

/** What of a turn grows with what was said. */
interface TurnBody {
  readonly question: string;
  readonly answer: string;
  readonly details: string;
  readonly events: string[];
}

/**
 * Keeps what would pass MongoDB's limit a document as an object. Its key is made of what it holds, so a commit that is
 * repeated finds its object in place, and all objects of a conversation lie together, so they go with it, also those whose
 * turn was never written.
 */
export class TurnBodies {
  constructor(private readonly objects: ObjectStore) {}

  /**
   * Puts what is too large for the turn's document into an object, which the turn then refers to. The turn is written after
   * this, so nobody sees half of it.
   * @throws AppError DEPENDENCY_UNAVAILABLE when the object store is away
   */
  async spill(turn: TurnRecord): Promise<TurnRecord> {
    const bytes = Buffer.from(JSON.stringify(bodyOf(turn)));
    if (bytes.length <= INLINE_LIMIT) return turn;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = `${prefixOf(turn.conversationId)}${turn._id}-${sha256}`;
    const { size } = await this.objects.put(key, Readable.from([bytes]));
    return withBody({ ...turn, body: { key, size, sha256 } }, { question: '', answer: '', details: '', events: [] });
  }

  /**
   * The turns with their bodies, wherever those are.
   * @throws AppError DEPENDENCY_UNAVAILABLE when the object store is away, Error when an object is not what was written
   */
  async gather(turns: readonly TurnRecord[]): Promise<TurnRecord[]> {
    // Turns of before there were bodies have not even an empty one.
    return Promise.all(turns.map(async (turn) => (turn.body ? withBody(turn, await this.read(turn.body)) : turn)));
  }

  /** Removes all objects of a conversation. */
  async remove(conversationId: string): Promise<void> {
    for await (const { key } of this.objects.list(prefixOf(conversationId))) await this.objects.delete(key);
  }

  private async read({ key, sha256 }: BodyReference): Promise<TurnBody> {
    const content = await this.objects.get(key);
    if (content === undefined) throw new Error(`The object ${key} of a turn is not there`);
    const hash = createHash('sha256');
    const chunks: Buffer[] = [];
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      chunks.push(chunk);
    }
    if (hash.digest('hex') !== sha256) throw new Error(`The object ${key} of a turn is not what was written`);
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as TurnBody;
  }
}

function prefixOf(conversationId: string): string {
  return `${TURNS_PREFIX}${conversationId}/`;
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
