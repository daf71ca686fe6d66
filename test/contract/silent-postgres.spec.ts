import { DataSource } from 'typeorm';
import { CommonErrors } from '../../src/common/errors/common.errors.js';
import { toAppError } from '../../src/common/errors/to-app-error.js';
import { postgresOptions } from '../../src/database/index.js';
import { CuttingProxy } from '../faults/support/cutting-proxy.js';

/** As long as it takes to be told from a slow answer, and short enough for a spec. */
const LIMIT = 1_000;

describe('a connection to PostgreSQL over which nothing comes any more', () => {
  let proxy: CuttingProxy;
  let sut: DataSource;

  beforeAll(async () => {
    const url = new URL(process.env.TEST_POSTGRES_URL ?? '');
    const port = Number(url.port || 5432);
    proxy = await CuttingProxy.start(() => ({ port }));
    const behindProxy = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href;
    const options = postgresOptions({ url: behindProxy, poolSize: 2 });
    expect(options.extra.silenceLimit).toBeGreaterThan(options.extra.statement_timeout);
    sut = await new DataSource({ ...options, extra: { ...options.extra, silenceLimit: LIMIT } }).initialize();
  });
  afterAll(async () => {
    await sut?.destroy();
    await proxy?.close();
  });

  const codeOf = (query: Promise<unknown>) =>
    query.then(
      () => 'answered',
      (error: unknown) => toAppError(error).kind.code,
    );
  const ask = () => sut.query<{ number: number }[]>('SELECT $1::int AS number', [1]);

  it('should be dropped with what is asked over it, a transaction too, and leave the pool usable', async () => {
    const transaction = sut.createQueryRunner();
    await transaction.startTransaction();
    // Another connection, which lies idle when it is lost.
    await ask();
    proxy.forget();

    const codes = await Promise.all([codeOf(transaction.query('SELECT 1')), codeOf(ask())]);
    await transaction.release();

    expect(codes).toEqual([CommonErrors.DEPENDENCY_UNAVAILABLE.code, CommonErrors.DEPENDENCY_UNAVAILABLE.code]);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill([{ number: 1 }]));
  });

  it('should be kept while nothing is asked over it, and while a statement is at work in time', async () => {
    const transaction = sut.createQueryRunner();
    const pid = () => transaction.query('SELECT pg_backend_pid() AS pid');
    const before = await pid();

    await sut.query('SELECT pg_sleep($1)', [(0.8 * LIMIT) / 1_000]);
    await sut.query('SELECT pg_sleep($1)', [(0.8 * LIMIT) / 1_000]);

    expect(await pid()).toEqual(before);
    await transaction.release();
  });
});
