import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type SerializedError } from '../../common/errors/app-error.js';
import { type Language } from '../../common/i18n/language.js';
import { type AgentEvent, type Answer, type FileReference, type Usage } from '../../session/index.js';
import { type RunStatus } from '../events/run-event.js';

/** A file that goes with a question. */
export interface AttachedFile extends FileReference {
  /** Of its content, in hexadecimal. */
  readonly sha256: string;
}

/** What a client asked for beside the question. */
export interface RunOptions {
  /** Whether the answer cache may be used. */
  readonly cache: boolean;
  /** Left out where there are none. */
  readonly files?: readonly AttachedFile[];
  /** The request that asked, as a `traceparent`, where traces are collected: whoever works on the run goes on from there. */
  readonly trace?: string;
}

/** A row of `runs`: the truth about a run. Redis and BullMQ only speed it up. */
@Entity('runs')
export class RunEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId!: string;

  /** The client's own word for the conversation. */
  @Column('text', { name: 'session_id' })
  sessionId!: string;

  @Column('text')
  status!: RunStatus;

  @Column('text')
  message!: string;

  @Column('text')
  language!: Language;

  @Column('jsonb')
  options!: RunOptions;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  @Column('text', { name: 'request_hash', nullable: true })
  requestHash!: string | null;

  /** The HTTP request that asked, to find its log lines. */
  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;

  /** How often work on it has begun. */
  @Column('integer', { default: 0 })
  attempts!: number;

  /** Grows with every writer: who holds a smaller number may write nothing any more. */
  @Column('integer', { default: 0 })
  fence!: number;

  @Column('text', { nullable: true })
  model!: string | null;

  /** Whole when the run succeeded, otherwise what there was. */
  @Column('jsonb', { nullable: true })
  answer!: Answer | null;

  /** What the conversation must remember, kept here until it was committed there. */
  @Column('jsonb', { name: 'agent_events', nullable: true })
  agentEvents!: AgentEvent[] | null;

  @Column('jsonb', { nullable: true })
  usage!: Usage | null;

  @Column('boolean', { name: 'cache_hit', default: false })
  cacheHit!: boolean;

  @Column('jsonb', { nullable: true })
  error!: SerializedError | null;

  /** Milliseconds the work may take. */
  @Column('integer', { name: 'timeout_ms' })
  timeoutMs!: number;

  @Column('text', { name: 'cancel_reason', nullable: true })
  cancelReason!: string | null;

  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  /** How many events it had, once it is settled. */
  @Column('integer', { nullable: true })
  events!: number | null;

  /** Whether everything that follows from its end is done: message, terminal events, the next run let in. */
  @Column('boolean', { default: false })
  settled!: boolean;
}
