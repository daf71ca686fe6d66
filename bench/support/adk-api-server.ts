import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { answersOk, ManagedProcess, waitUntilReady } from '../../src/embedded/index.js';
import { keptConnections } from './kept-connections.js';
import { type TimedRun, timeStream } from './timed-stream.js';

const HOST = '127.0.0.1';
const PROGRAMS = path.join(import.meta.dirname, '../programs');
const DIRECTORY = path.join(import.meta.dirname, '../../.cache/bench/adk-api-server');

/** The last MikroORM 6 whose packages all exist; the server is run without a database, but imports it. */
const MIKRO_ORM = '6.6.16';
const DATABASES = ['core', 'knex', 'mariadb', 'mssql', 'mysql', 'postgresql', 'reflection', 'sqlite'];
const PACKAGE = {
  private: true,
  type: 'module',
  dependencies: { '@google/adk-devtools': '2.0.0' },
  overrides: Object.fromEntries(DATABASES.map((name) => [`@mikro-orm/${name}`, MIKRO_ORM])),
};
const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];

/** Google's own server for ADK agents, with the same scripted agent. It keeps everything in memory and nothing else. */
export class AdkApiServer {
  private readonly agent = keptConnections();
  private readonly sessions: string[] = [];

  private constructor(
    readonly process: ManagedProcess,
    private readonly url: string,
  ) {}

  /** Fetches it with npm, the first time; it is no dependency of ours, as it brings 500 packages. */
  static async start(): Promise<AdkApiServer> {
    await install();
    const port = await getPort({ host: HOST });
    const cli = path.join(DIRECTORY, 'node_modules/@google/adk-devtools/dist/esm/cli_entrypoint.js');
    const server = await ManagedProcess.launch({
      name: 'ADK API server',
      command: process.execPath,
      args: [cli, 'api_server', 'agents', '--host', HOST, '--port', String(port), '--log_level', 'error'],
      cwd: DIRECTORY,
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      logFile: path.join(DIRECTORY, 'server.log'),
    });
    const url = `http://${HOST}:${port}`;
    await waitUntilReady(server, () => answersOk(`${url}/list-apps`));
    return new AdkApiServer(server, url);
  }

  /** Makes the sessions of so many runs beforehand: ours makes them on the way, and that is not held against it. */
  async prepare(runs: number): Promise<void> {
    for (let count = 0; count < runs; count += 1) {
      const response = await fetch(`${this.url}/apps/scripted/users/user/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sessionId: randomUUID() }),
      });
      this.sessions.push(((await response.json()) as { id: string }).id);
    }
  }

  /** Asks in a session of its own. @throws Error when no answer came */
  async ask(): Promise<TimedRun> {
    const request = http.request(`${this.url}/run_sse`, {
      agent: this.agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    const newMessage = { role: 'user', parts: [{ text: 'What are the exports of phones?' }] };
    const body = { appName: 'scripted', userId: 'user', sessionId: this.sessions.pop(), newMessage, streaming: true };
    const run = await timeStream(request, JSON.stringify(body));
    if (!run.text.includes('piece 50 of')) throw new Error(`The run failed: ${run.text.slice(-1_000)}`);
    return run;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.process.stop();
  }
}

async function install(): Promise<void> {
  const agents = path.join(DIRECTORY, 'agents/scripted');
  await mkdir(agents, { recursive: true });
  await writeFile(path.join(DIRECTORY, 'package.json'), JSON.stringify(PACKAGE));
  await copyFile(path.join(PROGRAMS, 'adk-agent.mjs'), path.join(agents, 'agent.js'));
  await copyFile(path.join(PROGRAMS, 'scripted-model.mjs'), path.join(agents, 'scripted-model.mjs'));
  await promisify(execFile)('npm', INSTALL, { cwd: DIRECTORY });
}
