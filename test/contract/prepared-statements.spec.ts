import { DataSource } from 'typeorm';
import { postgresOptions } from '../../src/database/index.js';

interface PreparedStatement {
  readonly statement: string;
  readonly calls: string;
}

describe('prepared statements', () => {
  let sut: DataSource;

  beforeAll(async () => {
    const options = postgresOptions({ url: process.env.TEST_POSTGRES_URL ?? '', poolSize: 1 });
    sut = await new DataSource(options).initialize();
  });

  afterAll(() => sut.destroy());

  const prepared = (mark: string) =>
    sut.query<PreparedStatement[]>(
      `SELECT statement, (generic_plans + custom_plans)::text AS calls FROM pg_prepared_statements WHERE statement LIKE '%/* ${mark} */%'`,
    );

  it('should prepare a statement with parameters once and call it by its name from then on', async () => {
    for (const number of [1, 2, 3]) {
      await expect(sut.query('SELECT $1::int AS number /* once */', [number])).resolves.toEqual([{ number }]);
    }

    expect(await prepared('once')).toEqual([{ statement: 'SELECT $1::int AS number /* once */', calls: '3' }]);
  });

  it('should plan them for a disk on which an index is worth reading', async () => {
    await expect(sut.query('SHOW random_page_cost')).resolves.toEqual([{ random_page_cost: '1.1' }]);
  });

  it('should send a statement without parameters as it is', async () => {
    await sut.query('SELECT 1 /* plain */');

    expect((await prepared('plain')).filter(({ statement }) => statement.startsWith('SELECT 1'))).toEqual([]);
  });

  it('should go on when a prepared statement failed', async () => {
    const divide = (by: number) => sut.query('SELECT 6 / $1::int AS result', [by]);
    await expect(divide(0)).rejects.toThrow('division by zero');

    await expect(divide(2)).resolves.toEqual([{ result: 3 }]);
  });
});
