import { type Connection } from 'mongoose';
import { connectMongo } from '../../../database/index.js';
import {
  type ArchivedConversation,
  type ArchivedTurn,
  ConversationArchive,
} from '../../copy/conversation-archive.port.js';
import { type AgentEvent, type AnswerDetails } from '../../conversations.port.js';
import { searchTokens } from '../../search/search-tokens.js';
import { type ConversationDocument, deletedName, liveName, toConversation } from './conversation.schema.js';
import { type ObjectStore } from '../../../storage/index.js';
import { buildMongoIndexes, type MongoRecords, mongoRecords } from './mongo-models.js';
import { insertTurns } from './mongo-turns.js';
import { type TurnRecord } from './turn.schema.js';

/** Turns read at once. */
const PAGE = 200;

/** Whole records in MongoDB. */
export class MongoArchive extends ConversationArchive {
  private readonly records: MongoRecords;
  /** The conversation that is written to, and the number of its last turn: as a rule nobody else writes to it. */
  private written: { readonly conversationId: string; readonly end: number } | undefined;

  constructor(
    private readonly connection: Connection,
    objects: ObjectStore,
  ) {
    super();
    this.records = mongoRecords(connection, objects);
  }

  static async open(url: string, objects: ObjectStore): Promise<MongoArchive> {
    const connection = await connectMongo(url);
    // Without them every write would read the whole collection.
    await buildMongoIndexes(connection);
    return new MongoArchive(connection, objects);
  }

  async conversations(afterId: string | undefined, limit: number): Promise<ArchivedConversation[]> {
    const documents = await this.records.conversations
      .find(afterId === undefined ? {} : { _id: { $gt: afterId } })
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    return documents.map(toArchived);
  }

  async conversation(id: string): Promise<ArchivedConversation | undefined> {
    const document = await this.records.conversations.findById(id).lean();
    return document === null ? undefined : toArchived(document);
  }

  async *turns(conversationId: string, afterRunId?: string): AsyncGenerator<ArchivedTurn> {
    const { turns, bodies } = this.records;
    const after = afterRunId === undefined ? null : await turns.findById(afterRunId, { number: 1 }).lean();
    const documents = turns
      .find({ conversationId, number: { $gt: after?.number ?? 0 } })
      .sort({ number: 1 })
      .batchSize(PAGE)
      .lean<TurnRecord>();
    for await (const document of documents) {
      const [turn = document] = await bodies.gather([document]);
      yield toTurn(turn);
    }
  }

  async lastRunId(conversationId: string): Promise<string | undefined> {
    return (await this.records.turns.findOne({ conversationId }, { _id: 1 }).sort({ number: -1 }).lean())?._id;
  }

  async putConversation({ id, ...conversation }: ArchivedConversation): Promise<void> {
    const name = conversation.deletedAt === null ? liveName(conversation.sessionId) : deletedName(id);
    const titleTokens = searchTokens(conversation.title ?? '');
    await this.records.conversations.replaceOne({ _id: id }, { ...conversation, name, titleTokens }, { upsert: true });
  }

  async putTurns(userId: string, turns: readonly ArchivedTurn[]): Promise<void> {
    const [first] = turns;
    if (first === undefined) return;
    const { conversationId } = first;
    const known = this.written?.conversationId === conversationId ? this.written.end : undefined;
    const { present, end } = await insertTurns(this.records, userId, conversationId, turns, known);
    this.written = { conversationId, end };
    // A turn that was written just now has no feedback.
    const rated = turns.filter(({ runId, feedback }) => feedback !== null || present.has(runId));
    if (rated.length === 0) return;
    await this.records.turns.bulkWrite(
      rated.map(({ runId, feedback }) => ({
        updateOne: { filter: { _id: runId }, update: { $set: { 'answer.feedback': feedback } } },
      })),
    );
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

function toArchived(document: ConversationDocument): ArchivedConversation {
  return { ...toConversation(document), deletedAt: document.deletedAt };
}

function toTurn({ _id, conversationId, question, answer, events }: TurnRecord): ArchivedTurn {
  return {
    runId: _id,
    conversationId,
    questionId: question.id,
    question: question.content,
    files: question.files ?? [],
    askedAt: question.at,
    status: answer.status,
    answerId: answer.id,
    answer: { content: answer.content, ...(JSON.parse(answer.details) as AnswerDetails) },
    answeredAt: answer.at,
    agentEvents: events.map((event) => JSON.parse(event) as AgentEvent),
    feedback: answer.feedback,
  };
}
