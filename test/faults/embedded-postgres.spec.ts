import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clearLockedPorts } from 'get-port';
import pg from 'pg';
import { type Store, type StoreOptions, startPostgres as sut } from '../../src/embedded/index.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

describe('startPostgres', () => {
  let folder: string;
  const started: Store[] = [];

  beforeAll(async () => {
    folder = await temporaryDirectory();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((store) => store.process.stop()));
    clearLockedPorts();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = async (options: Partial<StoreOptions> = {}) => {
    const directory = path.join(folder, 'data');
    const logFile = path.join(folder, 'logs', `${Math.random()}.log`);
    const store = await sut({ directory, logFile, password: 'first', durable: false, ...options });
    started.push(store);
    return store;
  };

  it('should serve a UTF-8 database that sorts alike everywhere when the folder is new', async () => {
    const { url } = await start();

    const [row] = await query(
      url,
      `SELECT current_database() AS name, pg_encoding_to_char(encoding) AS encoding, datlocale AS locale, upper('é中') AS upper
       FROM pg_database WHERE datname = current_database()`,
    );

    expect(row).toEqual({ name: 'tradeflow', encoding: 'UTF8', locale: 'C.UTF-8', upper: 'É中' });
  });

  it('should keep its data when it was killed and is started again', async () => {
    const first = await start({ durable: true });
    await query(first.url, `CREATE TABLE kept AS SELECT '查询' AS word`);
    first.process.kill('SIGKILL');
    await first.process.exited;

    const second = await start();

    expect(await query(second.url, 'SELECT word FROM kept')).toEqual([{ word: '查询' }]);
  });

  it('should take over from a server that an earlier start left behind', async () => {
    const leftBehind = await start();

    clearLockedPorts();
    const next = await start({ preferredPort: leftBehind.port });

    expect(leftBehind.process.running).toBe(false);
    expect(next.port).toBe(leftBehind.port);
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('should start when the pid file names a process that is none of its own', async () => {
    const first = await start();
    await first.process.stop();
    await writeFile(path.join(folder, 'data', 'postmaster.pid'), `${process.pid}\n`);

    const second = await start();

    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('should say what to do when the password is not the one of the data', async () => {
    await expect(start({ password: 'another' })).rejects.toThrow(/password .* Move .* or delete it to start empty\.$/);
  });

  it('should say what to do when the data is of another version', async () => {
    await writeFile(path.join(folder, 'data', 'PG_VERSION'), '17\n');

    await expect(start()).rejects.toThrow(/made by PostgreSQL 17, but this TradeFlow brings PostgreSQL 18\. Move /);
  });

  it('should say what to do when the data is damaged', async () => {
    await writeFile(path.join(folder, 'data', 'PG_VERSION'), '18\n');
    await rm(path.join(folder, 'data', 'global'), { recursive: true });

    await expect(start()).rejects.toThrow(
      /^PostgreSQL ended with exit code \d.*could not open file .*or delete it to start empty\.$/,
    );
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
