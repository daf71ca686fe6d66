import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const PROGRAMS = path.resolve(import.meta.dirname, '../../dist/src/embedded/cli');

/** One of the two programs a newcomer runs, in a folder of its own. */
class Program {
  output = '';
  readonly exitCode: Promise<number | null>;

  constructor(
    readonly folder: string,
    readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (this.output += String(text)));
    this.exitCode = once(child, 'close').then(([code]) => code as number | null);
  }

  static run(folder: string, name: 'start' | 'ask', args: string[] = [], env: Record<string, string> = {}): Program {
    const file = path.join(PROGRAMS, `${name}.js`);
    return new Program(
      folder,
      spawn(process.execPath, [file, ...args], { cwd: folder, env: { PATH: process.env.PATH, ...env } }),
    );
  }

  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`It ended without saying "${text}":\n${this.output}`);
      await delay(20);
    }
  }
}

describe('npm start and npm run ask', () => {
  let folder: string;
  let port: string;

  beforeAll(async () => {
    folder = await temporaryDirectory();
    port = String(await freePort());
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = (env: Record<string, string> = {}) => Program.run(folder, 'start', [], { PORT: port, ...env });

  it('should start nothing when the port is taken', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const { port: taken } = other.address() as { port: number };

    const sut = start({ PORT: String(taken) });

    expect(await sut.exitCode).toBe(1);
    expect(sut.output.trim()).toBe(
      `Port ${taken} is used by another program; end that program or choose another port, e.g. PORT=8080 npm start.`,
    );
    expect(existsSync(path.join(folder, '.data/postgres'))).toBe(false);
    other.close();
  });

  it('should start nothing when a variable is wrong', async () => {
    const sut = start({ AGENT_TIMEOUT_SECONDS: 'soon' });

    expect(await sut.exitCode).toBe(1);
    expect(sut.output).toContain('AGENT_TIMEOUT_SECONDS: must be a whole number');
    expect(sut.output).not.toContain('    at ');
  });

  it('should say what is missing when there is no redis-server', async () => {
    const sut = start({ REDIS_SERVER: '/no/such/redis-server' });

    expect(await sut.exitCode).toBe(1);
    expect(sut.output).toContain('There is no /no/such/redis-server on this machine; install it');
    await nothingIsLeftIn(folder);
  });

  it('should serve, lend itself to npm run ask, and leave nothing when it is interrupted', async () => {
    const sut = start();
    await sut.says('Ctrl-C stops everything.');

    expect(await runCurlLine(sut.output)).toContain('"type":"done"');

    const again = start();
    expect(await again.exitCode).toBe(1);
    expect(again.output).toContain(`TradeFlow already runs in this folder at http://127.0.0.1:${port}`);

    const ask = Program.run(folder, 'ask', ['你好，请介绍TradeFlow的功能']);
    expect(await ask.exitCode).toBe(0);
    expect(ask.output).toContain(`using the TradeFlow that runs at http://127.0.0.1:${port}`);
    expect(ask.output).toContain('回答');
    expect(ask.output).not.toContain('\u001B[');

    // As behind "| head -1".
    const unread = Program.run(folder, 'ask', ['你好，请介绍TradeFlow的功能']);
    unread.child.stdout?.once('data', () => unread.child.stdout?.destroy());
    expect(await unread.exitCode).toBe(130);
    expect(unread.output).not.toContain('EPIPE');

    sut.child.kill('SIGINT');
    expect(await sut.exitCode).toBe(0);
    await nothingIsLeftIn(folder);
    expect(existsSync(path.join(folder, '.data/running.json'))).toBe(false);
  });

  it('should leave no process when it is killed, and start again on the same data', async () => {
    const killed = start();
    await killed.says('Ctrl-C stops everything.');
    killed.child.kill('SIGKILL');
    await killed.exitCode;

    const sut = start();
    await sut.says('Ctrl-C stops everything.');
    sut.child.kill('SIGTERM');

    expect(await sut.exitCode).toBe(0);
    await nothingIsLeftIn(folder);
  });

  it('should stop everything and say why when a process of its own ends', async () => {
    const sut = start();
    await sut.says('Ctrl-C stops everything.');
    const worker = processesOf(folder).find(({ command }) => command.includes('worker.js'));

    process.kill(worker?.pid as number, 'SIGKILL');

    expect(await sut.exitCode).toBe(1);
    expect(sut.output).toContain('TradeFlow has to stop. The worker was ended by SIGKILL');
    await nothingIsLeftIn(folder);
  });

  it('should say what to do when the data is damaged', async () => {
    await writeFile(path.join(folder, '.data/postgres/PG_VERSION'), 'what?\n');

    const sut = start();

    expect(await sut.exitCode).toBe(1);
    expect(sut.output).toMatch(/Move .*\.data\/postgres away to keep it, or delete it to start empty\.\n$/);
    await nothingIsLeftIn(folder);
  });
});

/** Does what the printed curl line says, on machines without curl too. */
async function runCurlLine(output: string): Promise<string> {
  const [, url] = /curl -N (\S+)/.exec(output) ?? [];
  const headers = [...output.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
    ([, name, value]) => [name, value] as [string, string],
  );
  const [, body] = /-d '([^']+)'/.exec(output) ?? [];
  const response = await fetch(url as string, { method: 'POST', headers, body });
  return response.text();
}

/** What was ended takes a moment to go. */
async function nothingIsLeftIn(folder: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (processesOf(folder).length > 0 && Date.now() < deadline) await delay(20);
  expect(processesOf(folder)).toEqual([]);
}

/** Every process that works in the folder: all that a start there has brought up. Linux only; elsewhere none is seen. */
function processesOf(folder: string): { pid: number; command: string }[] {
  if (!existsSync('/proc/self')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)) return [];
        return [{ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
      } catch {
        return []; // Gone since the folder was read.
      }
    });
}
