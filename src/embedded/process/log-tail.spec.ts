import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { lastMeaningfulLine as sut } from './log-tail.js';

describe('lastMeaningfulLine', () => {
  let file: string;

  beforeEach(async () => {
    file = path.join(await mkdtemp(path.join(os.tmpdir(), 'tradeflow-log-')), 'process.log');
  });
  afterEach(() => rm(path.dirname(file), { recursive: true }));

  it.each([
    [
      'a PostgreSQL log',
      '2026-11-22 10:00:00.123 UTC [17] LOG:  starting PostgreSQL 18.4\n' +
        '2026-11-22 10:00:00.124 UTC [17] FATAL:  could not open file "global/pg_filenode.map"\n' +
        '2026-11-22 10:00:00.125 UTC [17] LOG:  database system is shut down\n',
      'FATAL:  could not open file "global/pg_filenode.map"',
    ],
    [
      'a Redis log',
      '19:M 22 Nov 2026 10:00:00.000 * Server initialized\n19:M 22 Nov 2026 10:00:00.001 # Bad file format reading the file\n',
      '# Bad file format reading the file',
    ],
    [
      'a structured log',
      '{"level":30,"msg":"starting"}\n{"level":50,"msg":"cannot listen","err":{"message":"EADDRINUSE"}}\n{"level":30,"msg":"bye"}\n',
      'cannot listen: EADDRINUSE',
    ],
    ['a stack trace', 'Error: no such module\n    at Module.load (node:internal)\n', 'Error: no such module'],
    ['a log without errors', 'one\ntwo\n\n', 'two'],
  ])('should name the cause when it reads %s', async (_kind, text, expected) => {
    await writeFile(file, text);

    expect(await sut(file)).toBe(expected);
  });

  it('should name nothing when there is no log', async () => {
    expect(await sut(file)).toBeUndefined();
  });

  it('should read only the end when the log is long', async () => {
    await writeFile(file, `FATAL: long ago\n${'all is well\n'.repeat(5_000)}`);

    expect(await sut(file)).toBe('all is well');
  });
});
