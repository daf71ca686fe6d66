import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan, MoreThan, Not } from 'typeorm';
import { DAY } from '../../common/clock.js';
import { isUniqueViolation, StatementBatch } from '../../database/index.js';
import {
  type Conversation,
  Conversations,
  CURSOR_PARTS,
  decodeCursor,
  encodeCursor,
  type Page,
  type RunsBefore,
  type Usage,
} from '../../session/index.js';
import { type RunStatus } from '../events/run-event.js';
import {
  BEGIN,
  type BegunRun,
  CREATE,
  type CreatedRun,
  createOpening,
  type EndingRun,
  FINISH,
  finishWithTurn,
  type NewRun,
  RUN,
  type RunBeginning,
  type RunEnding,
  type RunFinish,
  type SettledRun,
  SETTLE,
  STANDING,
} from './run-statements.js';
import { RunEntity } from './run.entity.js';

/** Comes before every id. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
/** How long an Idempotency-Key stands for its first request. */
const IDEMPOTENCY_LIFE = DAY;

/** Of so many runs that ended in the meantime one who comes back is told. */
const MOST_ENDED = 20;

/** The index that forbids two runs at work in a conversation. */
const ONE_AT_WORK = 'runs_at_work';

/** A run in one of the lines. */
export type WaitingRun = Pick<RunEntity, 'id' | 'conversationId' | 'sessionId'>;

export interface RunFilter {
  readonly sessionId?: string;
  readonly status?: RunStatus;
  readonly cursor?: string;
  readonly limit: number;
}

interface UnsettledQuery {
  /** For how many milliseconds nothing was heard of them. */
  readonly quietMs: number;
  /** What a run may take beyond its limit, in milliseconds. */
  readonly graceMs: number;
  /** The last one of the page before. */
  readonly after?: RunEntity | undefined;
  readonly limit: number;
}

/** A run of which not everything is done, and whether it should have been over long ago. */
export type UnsettledRun = RunEntity & { readonly overdue: boolean };

/** The run records. What must be atomic is one SQL statement whose condition says who may change what. */
@Injectable()
export class RunsRepository {
  private readonly creating: StatementBatch<NewRun, CreatedRun>;
  private readonly creatingOpening: StatementBatch<NewRun, CreatedRun> | undefined;
  private readonly beginning: StatementBatch<RunBeginning, BegunRun>;
  private readonly finishing: StatementBatch<RunFinish, RunEntity>;
  private readonly settling: StatementBatch<SettledRun>;

  constructor(
    private readonly database: DataSource,
    { openingPart, turnPart }: Conversations,
  ) {
    this.creating = new StatementBatch(database, CREATE);
    if (openingPart !== undefined) this.creatingOpening = new StatementBatch(database, createOpening(openingPart));
    this.beginning = new StatementBatch(database, BEGIN);
    this.finishing = new StatementBatch(database, turnPart === undefined ? FINISH : finishWithTurn(turnPart));
    this.settling = new StatementBatch(database, SETTLE);
  }

  /** Writes a new run. @returns those before it; undefined when its Idempotency-Key is taken, and then nothing was written */
  async create(run: NewRun): Promise<RunsBefore | undefined> {
    return runsBefore(await this.creating.do(run));
  }

  /** The same, its conversation opened with it; undefined where that is done by `Conversations.open`. */
  createOpening(run: NewRun): Promise<RunsBefore | undefined> | undefined {
    return this.creatingOpening?.do(run).then(runsBefore);
  }

  /** Those that are to stand before a run in its line. */
  async before(id: string): Promise<RunsBefore | undefined> {
    const [row] = await this.database.query<CreatedRun[]>(
      `SELECT id, ${STANDING} AS standing FROM runs WHERE id = $1`,
      [id],
    );
    return runsBefore(row);
  }

  /** Takes back a run that was never accepted. @returns whether it was: not where a worker has begun it, or it has ended */
  async discard(id: string): Promise<boolean> {
    return (await this.runs.delete({ id, status: 'queued', attempts: 0 })).affected === 1;
  }

  /**
   * Empties the records of a conversation that is deleted of all that was said; when and how they ran stays for the accounts. Those that are not over
   * are emptied by their end (`FORGOTTEN`).
   */
  async forgetConversation({ id, userId, sessionId }: Conversation): Promise<void> {
    // The index is of the name, which another conversation may have had before.
    const where = { userId, sessionId, conversationId: id, finishedAt: Not(IsNull()) };
    await this.runs.update(where, { message: '', answer: null });
  }

  /** Removes the records of a user who is no more. */
  async deleteAllOf(userId: string): Promise<void> {
    await this.runs.delete({ userId });
  }

  /** How many runs a user began in a period, in all and by how they ended, and the tokens they took. */
  async usageOf(userId: string, { from, to }: { from: Date; to: Date }): Promise<Record<string, number>> {
    const rows = await this.runs
      .createQueryBuilder('r')
      .select('r.status', 'status')
      .addSelect('count(*)::int', 'runs')
      .addSelect("coalesce(sum((r.usage ->> 'total_tokens')::bigint), 0)::float8", 'tokens')
      .where('r.userId = :userId AND r.createdAt >= :from AND r.createdAt < :to', { userId, from, to })
      .groupBy('r.status')
      .getRawMany<{ status: string; runs: number; tokens: number }>();
    const total = (field: 'runs' | 'tokens') => rows.reduce((sum, row) => sum + row[field], 0);
    const byStatus = Object.fromEntries(rows.map(({ status, runs }) => [`runs_${status}`, runs]));
    return { runs: total('runs'), ...byStatus, total_tokens: total('tokens') };
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

  /** Begins an attempt and takes the fence; undefined when the run is over, or another of its conversation is at work. */
  async begin(id: string, model: string): Promise<BegunRun | undefined> {
    try {
      return await this.beginning.do({ id, model });
    } catch (error) {
      // Both are begun in the same moment, in which neither sees the other.
      if (isUniqueViolation(error, ONE_AT_WORK)) return undefined;
      throw error;
    }
  }

  /** Counts another attempt of the same worker and notes what those before it spent; undefined when the run is no longer its. */
  async beginAgain(id: string, fence: number, spent: Usage): Promise<RunEntity | undefined> {
    const change = 'attempts = attempts + 1, usage = $3';
    return this.change(change, 'id = $1 AND fence = $2 AND finished_at IS NULL', [id, fence, spent]);
  }

  /** A worker that stops hands a run back: the attempt did not count. */
  async handBack(id: string, fence: number): Promise<void> {
    await this.database.query(
      'UPDATE runs SET attempts = greatest(attempts - 1, 0) WHERE id = $1 AND fence = $2 AND finished_at IS NULL',
      [id, fence],
    );
  }

  /** Whether a run is still that of the bearer of this fence, who may have ended it; not when everything that follows from its end is done. */
  async isBearer(id: string, fence: number): Promise<boolean> {
    return this.runs.existsBy({ id, fence, settled: false });
  }

  /** Takes a run away from whoever has it; undefined when it is over, or has just changed hands. */
  async seize(id: string, fence: number): Promise<RunEntity | undefined> {
    return this.change('fence = fence + 1', `id = $1 AND fence = $2 AND status IN ('queued', 'running')`, [id, fence]);
  }

  /**
   * Notes that a run is to stop; undefined when it is over. The first reason counts, but for a deleted conversation: then nothing of what is
   * said is kept, also where the run was to stop before.
   */
  async requestCancel(id: string, reason: string): Promise<RunEntity | undefined> {
    return this.change(
      `cancel_requested_at = coalesce(cancel_requested_at, now()),
       cancel_reason = CASE WHEN $2 = 'session_deleted' THEN $2 ELSE coalesce(cancel_reason, $2) END`,
      `id = $1 AND status IN ('queued', 'running')`,
      [id, reason],
    );
  }

  /** Those of a worker's runs that it must let go: to be cancelled, over, another's by now, or erased with their account. */
  async lost(runs: ReadonlyMap<string, number>): Promise<{ id: string; cancelled: boolean }[]> {
    return (await this.database.query(
      `SELECT held.id, coalesce(r.fence = held.fence AND r.status = 'running', false) AS cancelled
       FROM unnest($1::uuid[], $2::integer[]) AS held(id, fence) LEFT JOIN runs r ON r.id = held.id
       WHERE r.id IS NULL OR r.cancel_requested_at IS NOT NULL OR r.fence <> held.fence OR r.status <> 'running'`,
      [[...runs.keys()], [...runs.values()]],
    )) as { id: string; cancelled: boolean }[];
  }

  /** A user's, or one of their conversations', runs that are not over, the oldest first. @param before a run: only older ones */
  async unfinishedOf(
    userId: string,
    { conversationId, before }: { readonly conversationId?: string; readonly before?: string } = {},
  ): Promise<RunEntity[]> {
    const where = {
      userId,
      settled: false,
      finishedAt: IsNull(),
      ...(conversationId !== undefined && { conversationId }),
      ...(before !== undefined && { id: LessThan(before) }),
    };
    return this.runs.find({ where, order: { id: 'ASC' } });
  }

  /** The runs of a user's conversation that are not settled: at work, waiting, or over and not told so to everybody yet. */
  async unsettledOf(userId: string, conversationId: string): Promise<Pick<RunEntity, 'id' | 'createdAt'>[]> {
    const select = { id: true, createdAt: true } as const;
    return this.runs.find({ select, where: { userId, conversationId, settled: false } });
  }

  /** The last runs of a conversation that are settled and ended after that time, the oldest first. */
  async endedSince({ id, userId, sessionId }: Conversation, time: Date): Promise<RunEntity[]> {
    // The index is of the name, which another conversation may have had before.
    const where = { userId, sessionId, conversationId: id, finishedAt: MoreThan(time) };
    return (await this.runs.find({ where, order: { id: 'DESC' }, take: MOST_ENDED })).reverse();
  }

  /**
   * Runs that are not settled and of which nothing was heard lately, the oldest first: the reconciler's work. Whether they are is told by the
   * clock of the records.
   */
  async unsettled({ quietMs, graceMs, after, limit }: UnsettledQuery): Promise<UnsettledRun[]> {
    // A Date knows milliseconds only, so the order does, too.
    return (await this.database.query(
      `SELECT ${RUN}, finished_at IS NULL AND coalesce(started_at + (timeout_ms + $5) * interval '1 ms' < now(), false) AS overdue
       FROM runs
       WHERE NOT settled AND created_at < now() - $1 * interval '1 ms'
         AND (finished_at IS NULL OR finished_at < now() - $1 * interval '1 ms')
         AND (date_trunc('milliseconds', created_at), id) > ($2, $3)
       ORDER BY date_trunc('milliseconds', created_at), id LIMIT $4`,
      [quietMs, after?.createdAt ?? new Date(0), after?.id ?? NO_ID, limit, graceMs],
    )) as UnsettledRun[];
  }

  /** Those of the runs that no worker has begun, in the order of the ids. */
  async waitingAmong(ids: readonly string[]): Promise<WaitingRun[]> {
    const select = { id: true, conversationId: true, sessionId: true } as const;
    const found = await this.runs.find({ select, where: { id: In(ids), status: 'queued' } });
    return found.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  }

  /** Those of the runs that are on record, and whether they are settled. */
  async recordedAmong(ids: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
    const found = await this.runs.find({ select: { id: true, settled: true }, where: { id: In(ids) } });
    return new Map(found.map(({ id, settled }) => [id, settled]));
  }

  /** Those of the runs that are not over. */
  async unfinishedAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.runs.find({ select: { id: true }, where: { id: In(ids), finishedAt: IsNull() } });
    return new Set(found.map(({ id }) => id));
  }

  /** Ends a run, once, and only for the bearer of the fence; undefined when it is over or somebody else's now. */
  async finish(run: EndingRun, fence: number, ending: RunEnding): Promise<RunEntity | undefined> {
    const ended = await this.finishing.do({ run, fence, ending });
    return ended && Object.assign(ended, { answer: ending.answer, agentEvents: [...ending.agentEvents] });
  }

  /** Everything that follows from the end of the run is done; the copy kept for it can go. Should this be lost it is done again. */
  async settle(id: string, events: number | undefined): Promise<void> {
    await this.settling.do({ id, events });
  }

  private get runs() {
    return this.database.getRepository(RunEntity);
  }

  private async change(set: string, where: string, parameters: unknown[]): Promise<RunEntity | undefined> {
    const [rows] = (await this.database.query(
      `UPDATE runs SET ${set} WHERE ${where} RETURNING ${RUN}`,
      parameters,
    )) as [RunEntity[], number];
    return rows[0];
  }
}

function runsBefore(run: CreatedRun | undefined): RunsBefore | undefined {
  if (run === undefined) return undefined;
  const standing = run.standing ?? [];
  const idsOf = (status: RunStatus) => standing.filter((one) => one.status === status).map(({ id }) => id);
  return { atWork: idsOf('running')[0], waiting: idsOf('queued') };
}
