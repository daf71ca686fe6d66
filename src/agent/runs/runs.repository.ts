import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DAY } from '../../common/clock.js';
import { type SerializedError } from '../../common/errors/app-error.js';
import {
  type AgentEvent,
  type Answer,
  CURSOR_PARTS,
  decodeCursor,
  encodeCursor,
  type Page,
} from '../../session/index.js';
import { type RunStatus } from '../events/run-event.js';
import { RunEntity } from './run.entity.js';

/** How long an Idempotency-Key stands for its first request. */
const IDEMPOTENCY_LIFE = DAY;

export type NewRun = Pick<
  RunEntity,
  | 'id'
  | 'userId'
  | 'conversationId'
  | 'sessionId'
  | 'message'
  | 'language'
  | 'options'
  | 'idempotencyKey'
  | 'requestHash'
  | 'requestId'
  | 'timeoutMs'
>;

/** How a run ends. */
export interface RunEnding {
  readonly status: Exclude<RunStatus, 'queued' | 'running'>;
  readonly answer: Answer;
  readonly agentEvents: readonly AgentEvent[];
  readonly error?: SerializedError;
  readonly cancelReason?: string;
  readonly cacheHit?: boolean;
}

export interface RunFilter {
  readonly sessionId?: string;
  readonly status?: RunStatus;
  readonly cursor?: string;
  readonly limit: number;
}

/** The run records. What must be atomic is one SQL statement whose condition says who may change what. */
@Injectable()
export class RunsRepository {
  constructor(private readonly database: DataSource) {}

  /** Writes a new run; `false` when its Idempotency-Key is taken, and then nothing was written. */
  async create(run: NewRun): Promise<boolean> {
    const result = await this.database
      .createQueryBuilder()
      .insert()
      .into(RunEntity)
      .values({ ...run, status: 'queued' })
      .orIgnore()
      .returning('id')
      .updateEntity(false)
      .execute();
    return (result.raw as unknown[]).length > 0;
  }

  /** Takes back a run that was never accepted. */
  async discard(id: string): Promise<void> {
    await this.runs.delete({ id, status: 'queued', attempts: 0 });
  }

  /** The run that this key stands for. A key of more than 24 hours ago is forgotten on the way. */
  async findByIdempotencyKey(userId: string, key: string): Promise<RunEntity | undefined> {
    const run = await this.runs.findOneBy({ userId, idempotencyKey: key });
    if (run === null) return undefined;
    if (Date.now() - run.createdAt.getTime() < IDEMPOTENCY_LIFE) return run;
    await this.runs.update({ id: run.id, idempotencyKey: key }, { idempotencyKey: null });
    return undefined;
  }

  /** The user's own run; undefined also for one of somebody else. */
  async find(userId: string, id: string): Promise<RunEntity | undefined> {
    return (await this.runs.findOneBy({ userId, id })) ?? undefined;
  }

  /** Any run, for the system's own use. */
  async get(id: string): Promise<RunEntity | undefined> {
    return (await this.runs.findOneBy({ id })) ?? undefined;
  }

  /** The user's runs, the newest first. */
  async list(userId: string, filter: RunFilter): Promise<Page<RunEntity>> {
    const query = this.runs
      .createQueryBuilder('r')
      .where('r.userId = :userId', { userId })
      .orderBy('r.id', 'DESC')
      .limit(filter.limit + 1);
    if (filter.sessionId !== undefined) query.andWhere('r.sessionId = :sessionId', { sessionId: filter.sessionId });
    if (filter.status !== undefined) query.andWhere('r.status = :status', { status: filter.status });
    if (filter.cursor !== undefined) {
      query.andWhere('r.id < :cursor', { cursor: decodeCursor(filter.cursor, [CURSOR_PARTS.id])[0] });
    }
    const rows = await query.getMany();
    const items = rows.slice(0, filter.limit);
    const last = items.at(-1);
    return { items, cursor: rows.length > filter.limit && last ? encodeCursor([last.id]) : null };
  }

  /** How many of the user's runs are not over. */
  async countUnfinished(userId: string): Promise<number> {
    return this.runs
      .createQueryBuilder('r')
      .where('r.userId = :userId AND NOT r.settled AND r.finishedAt IS NULL', { userId })
      .getCount();
  }

  /** Begins an attempt and takes the fence; undefined when the run is over. */
  async begin(id: string, model: string): Promise<RunEntity | undefined> {
    return this.change(
      `status = 'running', attempts = attempts + 1, fence = fence + 1, model = $2,
       started_at = coalesce(started_at, now())`,
      `id = $1 AND status IN ('queued', 'running')`,
      [id, model],
    );
  }

  /** Ends a run, once, and only for the bearer of the fence; undefined when it is over or somebody else's now. */
  async finish(id: string, fence: number, ending: RunEnding): Promise<RunEntity | undefined> {
    return this.change(
      `status = $3, answer = $4, agent_events = $5, usage = $6, model = coalesce(model, $7), error = $8,
       cancel_reason = coalesce(cancel_reason, $9), cache_hit = $10, finished_at = now(),
       started_at = coalesce(started_at, now())`,
      `id = $1 AND fence = $2 AND status IN ('queued', 'running')`,
      [
        id,
        fence,
        ending.status,
        ending.answer,
        JSON.stringify(ending.agentEvents),
        ending.answer.usage,
        ending.answer.model,
        ending.error ?? null,
        ending.cancelReason ?? null,
        ending.cacheHit ?? false,
      ],
    );
  }

  /** Everything that follows from the end of the run is done; the copy kept for it can go. */
  async settle(id: string, events: number | undefined): Promise<void> {
    await this.database.query(
      'UPDATE runs SET settled = true, agent_events = NULL, events = coalesce($2, events) WHERE id = $1',
      [id, events ?? null],
    );
  }

  private get runs() {
    return this.database.getRepository(RunEntity);
  }

  private async change(set: string, where: string, parameters: unknown[]): Promise<RunEntity | undefined> {
    const [rows] = (await this.database.query(
      `UPDATE runs SET ${set} WHERE ${where} RETURNING ${RETURNED}`,
      parameters,
    )) as [RunEntity[], number];
    return rows[0];
  }
}

/** The columns under the names of the entity. */
const RETURNED = `id, user_id AS "userId", conversation_id AS "conversationId", session_id AS "sessionId", status,
  message, language, options, idempotency_key AS "idempotencyKey", request_hash AS "requestHash",
  request_id AS "requestId", attempts, fence, model, answer, agent_events AS "agentEvents", usage,
  cache_hit AS "cacheHit", error, timeout_ms AS "timeoutMs", cancel_reason AS "cancelReason",
  cancel_requested_at AS "cancelRequestedAt", created_at AS "createdAt", started_at AS "startedAt",
  finished_at AS "finishedAt", events, settled`;
