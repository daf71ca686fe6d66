import { DatabaseError } from 'pg';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { MOST_ROWS, NO_LOCK_LIMIT } from './record-set.js';
import { storableJson } from './storable-json.js';

/** How long a statement of several waits for a lock: it is one item's business, and the others go without it then. */
const LOCK_PATIENCE = '50ms';
/** Milliseconds after which the next batch goes beside one that is not answered. */
const PATIENCE = 100;

/** SQLSTATEs with which PostgreSQL ends a connection: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CONNECTION_ENDED = /^(08|57P)/;

/** A statement that does the same for one item and for many. */
export interface BatchableStatement<Item, Row = { id: string }> {
  /** Takes the items as `recordSet` reads them. */
  readonly text: string;
  /** What the statement needs of an item, by column. */
  readonly row: (item: Item) => Readonly<Record<string, unknown>>;
  /** What the item changes: no statement carries two that change the same. */
  readonly key: (item: Item) => string;
  /** For what nobody waits for: for how many milliseconds it waits for others, and how many share it then at most. */
  readonly company?: { readonly ms: number; readonly most: number };
  /** The key of the item that a returned row is for; its `id` where this is left out. */
  readonly keyOfRow?: (row: Row) => string;
}

interface Waiting<Row> {
  readonly key: string;
  /** As JSON: who cannot be written as such is refused alone. */
  readonly row: string;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One statement for all who ask for it in the same moment: what is asked for while one is under way goes with the next, so nobody
 * waits for company, and the busier it is the more share a commit. Each item fares as if it were alone: when PostgreSQL refuses a
 * statement of several, which undoes it, or one of them waits for a lock, each gets a statement of its own.
 */
export class StatementBatch<Item, Row extends { id: string } = { id: string }> {
  private waiting: Waiting<Row>[] = [];
  private busy = false;

  constructor(
    private readonly database: Pick<EntityManager, 'query'>,
    private readonly statement: BatchableStatement<Item, Row>,
  ) {}

  /** @returns the row that the statement returned for the item; undefined when there is none */
  do(item: Item): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      const { key, row } = this.statement;
      this.waiting.push({ key: key(item), row: storableJson(row(item)), resolve, reject });
      if (this.busy) return;
      this.busy = true;
      this.gather();
    });
  }

  /** What else arrives with this one asks before the next turn of the event loop. */
  private gather(): void {
    const { company } = this.statement;
    if (company === undefined) setImmediate(() => void this.work());
    else setTimeout(() => void this.work(), company.ms);
  }

  private async work(): Promise<void> {
    do await settledWithin(PATIENCE, this.carryOut(this.nextBatch()));
    while (this.waiting.length > 0 && this.statement.company === undefined);
    if (this.waiting.length > 0) this.gather();
    else this.busy = false;
  }

  private nextBatch(): Waiting<Row>[] {
    const { most } = this.statement.company ?? { most: MOST_ROWS };
    const batch = new Map<string, Waiting<Row>>();
    const left: Waiting<Row>[] = [];
    for (const one of this.waiting) {
      if (batch.size < most && !batch.has(one.key)) batch.set(one.key, one);
      else left.push(one);
    }
    this.waiting = left;
    return [...batch.values()];
  }

  private async carryOut(batch: readonly Waiting<Row>[]): Promise<void> {
    try {
      const rows = await this.rowsFor(batch);
      for (const { key, resolve } of batch) resolve(rows.get(key));
    } catch (error) {
      if (batch.length > 1 && wasUndone(error)) await Promise.all(batch.map((one) => this.carryOut([one])));
      else for (const { reject } of batch) reject(error);
    }
  }

  private async rowsFor(batch: readonly Waiting<Row>[]): Promise<Map<string, Row>> {
    const result = (await this.database.query(this.statement.text, [
      `[${batch.map(({ row }) => row).join()}]`,
      batch.length > 1 ? LOCK_PATIENCE : NO_LOCK_LIMIT,
    ])) as Row[] | [Row[], number];
    // TypeORM adds the count to what an UPDATE returns.
    const rows = Array.isArray(result[0]) ? result[0] : (result as Row[]);
    const { keyOfRow = ({ id }: Row) => id } = this.statement;
    return new Map(rows.map((row) => [keyOfRow(row), row]));
  }
}

/** Resolves when the work is done, or when the time is over. */
function settledWithin(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.finally(() => (clearTimeout(timer), resolve()));
  });
}

/** Whether PostgreSQL itself said that the statement failed: a connection that broke says nothing of what it did. */
function wasUndone(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof DatabaseError && cause.code !== undefined && !CONNECTION_ENDED.test(cause.code);
}
