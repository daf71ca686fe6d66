import { DataSource } from 'typeorm';
import { postgresOptions } from '../../../database/index.js';
import {
  type ArchivedConversation,
  type ArchivedTurn,
  ConversationArchive,
} from '../../copy/conversation-archive.port.js';
import { type FileReference } from '../../answer.js';
import { type AgentEvent, type AnswerDetails, type TurnStatus } from '../../conversations.port.js';
import { searchTokens } from '../../search/search-tokens.js';
import { ConversationEntity } from './conversation.entity.js';
import { MessageEntity, type StoredFeedback } from './message.entity.js';
import { insertTurn } from './postgres-turns.js';

/** Turns read at once. */
const PAGE = 200;

/** Both messages of a turn and its events, as one row. */
interface TurnRow {
  readonly run_id: string;
  readonly conversation_id: string;
  readonly question_id: string;
  readonly question: string;
  readonly files: FileReference[];
  readonly asked_at: Date;
  readonly answer_id: string;
  readonly content: string;
  readonly status: TurnStatus;
  readonly answer: AnswerDetails;
  readonly answered_at: Date;
  readonly feedback: StoredFeedback | null;
  readonly agent_events: AgentEvent[] | null;
}

/** Whole records in PostgreSQL. */
export class PostgresArchive extends ConversationArchive {
  constructor(private readonly database: DataSource) {
    super();
  }

  static async open(url: string): Promise<PostgresArchive> {
    const entities = [ConversationEntity, MessageEntity];
    return new PostgresArchive(
      await new DataSource({ ...postgresOptions({ url, poolSize: 4 }), entities }).initialize(),
    );
  }

  async conversations(afterId: string | undefined, limit: number): Promise<ArchivedConversation[]> {
    const select = this.records.orderBy('c.id', 'ASC').limit(limit);
    if (afterId !== undefined) select.where('c.id > :afterId', { afterId });
    return select.getMany();
  }

  async conversation(id: string): Promise<ArchivedConversation | undefined> {
    return (await this.records.where('c.id = :id', { id }).getOne()) ?? undefined;
  }

  async *turns(conversationId: string, afterRunId?: string): AsyncGenerator<ArchivedTurn> {
    for (let after = afterRunId; ;) {
      const rows = await this.page(conversationId, after);
      yield* rows.map(toTurn);
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.run_id;
    }
  }

  async lastRunId(conversationId: string): Promise<string | undefined> {
    const [last] = (await this.database.query(
      'SELECT run_id FROM messages WHERE conversation_id = $1 ORDER BY position DESC LIMIT 1',
      [conversationId],
    )) as { run_id: string }[];
    return last?.run_id;
  }

  async putConversation(conversation: ArchivedConversation): Promise<void> {
    const titleTokens = searchTokens(conversation.title ?? '');
    await this.database.getRepository(ConversationEntity).upsert({ ...conversation, titleTokens }, ['id']);
  }

  async putTurns(userId: string, turns: readonly ArchivedTurn[]): Promise<void> {
    await this.database.transaction(async (manager) => {
      for (const turn of turns) {
        const added = await insertTurn(manager, userId, turn, turn);
        if (added && turn.feedback === null) continue;
        await manager.query('UPDATE messages SET feedback = $2 WHERE id = $1 AND feedback IS DISTINCT FROM $2::jsonb', [
          turn.answerId,
          turn.feedback,
        ]);
      }
    });
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }

  private async page(conversationId: string, afterRunId: string | undefined): Promise<TurnRow[]> {
    return (await this.database.query(
      `SELECT q.run_id, q.conversation_id, q.id AS question_id, q.content AS question, q.files, q.created_at AS asked_at,
              a.id AS answer_id, a.content, a.status, a.answer, a.created_at AS answered_at, a.feedback, a.agent_events
       FROM messages q JOIN messages a ON a.run_id = q.run_id AND a.role = 'assistant'
       WHERE q.conversation_id = $1 AND q.role = 'user' AND q.position >
         coalesce((SELECT position FROM messages WHERE run_id = $2 AND role = 'user'), 0)
       ORDER BY q.position LIMIT $3`,
      [conversationId, afterRunId ?? null, PAGE],
    )) as TurnRow[];
  }

  private get records() {
    return this.database.getRepository(ConversationEntity).createQueryBuilder('c').addSelect('c.deletedAt');
  }
}

function toTurn(row: TurnRow): ArchivedTurn {
  return {
    runId: row.run_id,
    conversationId: row.conversation_id,
    questionId: row.question_id,
    question: row.question,
    files: row.files,
    askedAt: row.asked_at,
    status: row.status,
    answerId: row.answer_id,
    answer: { content: row.content, ...row.answer },
    answeredAt: row.answered_at,
    agentEvents: row.agent_events ?? [],
    feedback: row.feedback && { ...row.feedback, at: new Date(row.feedback.at) },
  };
}
