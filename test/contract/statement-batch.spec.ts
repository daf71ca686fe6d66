import { DataSource } from 'typeorm';
import { postgresOptions, recordSet, StatementBatch } from '../../src/database/index.js';

interface Account {
  readonly id: string;
  readonly amount: number;
}

/** Nothing of ours: the smallest table on which a statement can change, find nothing, and fail. */
const ADD = {
  text: `UPDATE batch_accounts a SET balance = balance + more.amount
         FROM ${recordSet('more', { id: 'text', amount: 'integer' })} WHERE a.id = more.id RETURNING a.id, balance`,
  row: ({ id, amount }: Account) => ({ id, amount }),
  key: ({ id }: Account) => id,
};

describe('StatementBatch', () => {
  let database: DataSource;
  let statements: number;
  let counted: DataSource;
  let sut: StatementBatch<Account, { id: string; balance: number }>;

  beforeAll(async () => {
    const options = postgresOptions({ url: process.env.TEST_POSTGRES_URL ?? '', poolSize: 3 });
    database = await new DataSource(options).initialize();
  });

  afterAll(() => database.destroy());

  beforeEach(async () => {
    await database.query('DROP TABLE IF EXISTS batch_accounts');
    await database.query(
      'CREATE TABLE batch_accounts (id text PRIMARY KEY, balance integer NOT NULL CHECK (balance >= 0))',
    );
    await database.query("INSERT INTO batch_accounts VALUES ('a', 10), ('b', 20), ('c', 30)");
    statements = 0;
    counted = {
      query: (text: string, parameters: unknown[]) => ((statements += 1), database.query(text, parameters)),
    } as DataSource;
    sut = new StatementBatch(counted, ADD);
  });

  afterEach(() => database.query('DROP TABLE batch_accounts'));

  const balances = async () =>
    Object.fromEntries(
      (await database.query<{ id: string; balance: number }[]>('SELECT id, balance FROM batch_accounts')).map(
        ({ id, balance }) => [id, balance],
      ),
    );

  it('should do in one statement what is asked for in the same moment, and give each its own row', async () => {
    const rows = await Promise.all([
      sut.do({ id: 'a', amount: 1 }),
      sut.do({ id: 'x', amount: 2 }),
      sut.do({ id: 'b', amount: 3 }),
    ]);

    expect(rows).toEqual([{ id: 'a', balance: 11 }, undefined, { id: 'b', balance: 23 }]);
    expect(statements).toBe(1);
  });

  it('should carry what comes while a statement is under way with the next', async () => {
    const first = sut.do({ id: 'a', amount: 1 });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const later = [sut.do({ id: 'b', amount: 1 }), sut.do({ id: 'c', amount: 1 })];

    await Promise.all([first, ...later]);

    expect(statements).toBe(2);
  });

  it('should wait for company where nobody waits for it, and take no more than it may', async () => {
    const patient = new StatementBatch<Account, { id: string; balance: number }>(counted, {
      ...ADD,
      company: { ms: 20, most: 2 },
    });
    const first = patient.do({ id: 'a', amount: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1));
    const others = [patient.do({ id: 'b', amount: 1 }), patient.do({ id: 'c', amount: 1 })];

    expect(await first).toEqual({ id: 'a', balance: 11 });

    expect(statements).toBe(1);
    expect(await Promise.all(others)).toEqual([
      { id: 'b', balance: 21 },
      { id: 'c', balance: 31 },
    ]);
    expect(statements).toBe(2);
  });

  it('should do both when the same item is asked for twice, one after the other', async () => {
    const rows = await Promise.all([sut.do({ id: 'a', amount: 1 }), sut.do({ id: 'a', amount: 1 })]);

    expect(rows).toEqual([
      { id: 'a', balance: 11 },
      { id: 'a', balance: 12 },
    ]);
  });

  it('should do the others when PostgreSQL refuses one of them', async () => {
    const outcomes = await Promise.allSettled([
      sut.do({ id: 'a', amount: 1 }),
      sut.do({ id: 'b', amount: -21 }),
      sut.do({ id: 'c', amount: 1 }),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await balances()).toEqual({ a: 11, b: 20, c: 31 });
  });

  it('should refuse alone what cannot be written as JSON', async () => {
    const unwritable = { id: 'b', amount: 1n as unknown as number };

    const outcomes = await Promise.allSettled([sut.do({ id: 'a', amount: 1 }), sut.do(unwritable)]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await balances()).toMatchObject({ a: 11, b: 20 });
  });

  it('should not make others wait for one that waits for a lock', async () => {
    const holder = database.createQueryRunner();
    await holder.startTransaction();
    await holder.query("SELECT FROM batch_accounts WHERE id = 'a' FOR UPDATE");
    const held = sut.do({ id: 'a', amount: 1 });

    await expect(sut.do({ id: 'b', amount: 1 })).resolves.toEqual({ id: 'b', balance: 21 });
    await expect(sut.do({ id: 'c', amount: 1 })).resolves.toEqual({ id: 'c', balance: 31 });

    expect(await balances()).toEqual({ a: 10, b: 21, c: 31 });
    await holder.rollbackTransaction();
    await holder.release();
    await expect(held).resolves.toEqual({ id: 'a', balance: 11 });
  });

  it('should not do again what may have been done when the connection breaks', async () => {
    let tries = 0;
    const broken = {
      query: async (text: string, parameters: unknown[]) => {
        tries += 1;
        await database.query(text, parameters);
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      },
    };
    const batch = new StatementBatch(broken as unknown as DataSource, ADD);

    const outcomes = await Promise.allSettled([batch.do({ id: 'a', amount: 1 }), batch.do({ id: 'b', amount: 1 })]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(tries).toBe(1);
    expect(await balances()).toEqual({ a: 11, b: 21, c: 30 });
  });

  it('should lose none of a thousand, however they come', async () => {
    const ids = ['a', 'b', 'c'];
    await Promise.all(
      Array.from({ length: 1_000 }, async (_one, number) => {
        for (let turn = 0; turn < number % 7; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        return sut.do({ id: ids[number % 3] ?? '', amount: 1 });
      }),
    );

    expect(await balances()).toEqual({ a: 344, b: 353, c: 363 });
  });
});
