import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { freePort } from '../support/free-port.js';
import { type ServerRole, startServer } from '../support/processes.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Loaded by TypeORM and pino, which are files of their own, and in the programs for others: they keep nothing that two could disagree about. */
const TWICE = new Set(['debug', 'has-flag', 'ms', 'safe-stable-stringify', 'supports-color']);
const PROGRAMS = path.resolve(import.meta.dirname, '../../dist/programs');

/** What a stack would say of a line of a program: the file and the line of ours, or nothing. */
function shown(program: string, find: (lines: readonly string[]) => number) {
  const read = (file: string) => readFileSync(path.join(PROGRAMS, file), 'utf8');
  const lines = read(program).split('\n');
  const line = find(lines);
  expect(line).toBeGreaterThan(-1);
  const column = lines[line]?.search(/\S/) ?? 0;
  const entry = new SourceMap(JSON.parse(read(`${program}.map`)) as SourceMapPayload).findEntry(line, column);
  if (!('originalSource' in entry) || (entry.originalSource as string | undefined) === undefined) return undefined;
  const source = path.resolve(PROGRAMS, entry.originalSource);
  return {
    file: path.relative(process.cwd(), source),
    line: readFileSync(source, 'utf8').split('\n')[entry.originalLine],
  };
}

/** The files of packages that are in a program. */
function joinedFiles(): Set<string> {
  const maps = readdirSync(PROGRAMS).filter((file) => file.endsWith('.map'));
  const sources = maps.flatMap((file) => {
    const { sources } = JSON.parse(readFileSync(path.join(PROGRAMS, file), 'utf8')) as SourceMapPayload;
    return sources;
  });
  return new Set(sources.map((source) => path.resolve(PROGRAMS, source)));
}

/** What a server had loaded from files of their own when it ended. */
async function loadedFiles(role: ServerRole): Promise<string[]> {
  const LOADED_FILES = path.join(await temporaryDirectory(), 'loaded.json');
  const hook = path.resolve(import.meta.dirname, '../support/loaded-files.cjs');
  const server = await startServer(role, { NODE_OPTIONS: `--require ${hook}`, LOADED_FILES });
  await server.stop();
  return JSON.parse(readFileSync(LOADED_FILES, 'utf8')) as string[];
}

describe('the programs of dist/', () => {
  it.each(['api', 'worker'] as const)(
    'should hold no package that the %s loads once more beside them',
    async (role) => {
      const joined = joinedFiles();
      const loaded = await loadedFiles(role);

      const packages = loaded
        .filter((file) => joined.has(file))
        .map((file) => /.*node_modules\/([^/]+)/.exec(file)?.[1]);
      expect(loaded.length).toBeGreaterThan(100);
      expect(new Set(packages)).toEqual(TWICE);
    },
  );

  it('should show a line of ours in a stack where it stands in the sources', () => {
    expect(shown('main.js', (lines) => lines.findIndex((line) => line.includes('listenHttp(app')))).toEqual({
      file: 'src/main.ts',
      line: '  await listenHttp(app, config.http);',
    });
  });

  it('should show a line of a package as one of the program, not as the line of ours before it', () => {
    const oursThenPackage = (lines: readonly string[]) => {
      const ours = lines.findIndex((line) => line.startsWith('// dist/src/'));
      return lines.findIndex((line, at) => at > ours && line.startsWith('// node_modules/')) + 1;
    };

    expect(shown('worker.js', oursThenPackage)).toBeUndefined();
  });

  /** What a program says of a start that fails. */
  const complaint = (program: string, settings: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const env = { PATH: process.env.PATH, ENVIRONMENT: 'test', LOG_LEVEL: 'silent', ...settings };
      execFile(process.execPath, [path.join(PROGRAMS, program)], { env }, (_error, _stdout, said) => resolve(said));
    });

  it('should tell in a sentence when the database that is to be migrated cannot be reached', async () => {
    const POSTGRES_URL = `postgresql://nobody:nothing@127.0.0.1:${await freePort()}/nowhere`;

    expect(await complaint('migrate.js', { POSTGRES_URL })).toBe(
      'The migration could not start. PostgreSQL cannot be reached (ECONNREFUSED): check POSTGRES_URL.\n',
    );
  });

  it('should tell in a sentence when the MongoDB that is to be prepared cannot be reached', async () => {
    const MONGODB_URL = `mongodb://127.0.0.1:${await freePort()}/nowhere`;
    const POSTGRES_URL = process.env.TEST_POSTGRES_URL ?? '';

    expect(await complaint('migrate.js', { POSTGRES_URL, MONGODB_URL })).toBe(
      'The migration could not start. MongoDB did not answer: check MONGODB_URL.\n',
    );
  });

  it('should tell in a sentence when the database is still starting', async () => {
    const fields = ['SFATAL', 'C57P03', 'Mthe database system is starting up', '', ''].join('\0');
    const refusal = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), Buffer.from(fields)]);
    refusal.writeInt32BE(refusal.length - 1, 1);
    const starting = createServer((socket) => socket.once('data', () => socket.end(refusal))).listen(0, '127.0.0.1');
    await once(starting, 'listening');
    const { port } = starting.address() as AddressInfo;

    expect(
      await complaint('migrate.js', { POSTGRES_URL: `postgresql://nobody:nothing@127.0.0.1:${port}/nowhere` }),
    ).toBe('The migration could not start. PostgreSQL is not ready yet: start again in a moment.\n');
    starting.close();
  });

  it('should name the variable of a port that is in use when it is not the API’s own', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const METRICS_PORT = String((taken.address() as AddressInfo).port);
    const POSTGRES_URL = process.env.TEST_POSTGRES_URL ?? '';
    const REDIS_URL = process.env.TEST_REDIS_URL ?? '';
    const settings = { POSTGRES_URL, REDIS_URL, HOST: '127.0.0.1', PORT: '0', METRICS_PORT };

    expect(await complaint('main.js', settings)).toBe(
      `The TradeFlow API could not start. Port ${METRICS_PORT} is in use: stop what uses it, or set another METRICS_PORT.\n`,
    );
    taken.close();
  });
});
