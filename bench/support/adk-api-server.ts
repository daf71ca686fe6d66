import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { SPECIALISTS } from '../../src/agent/worker/runtime/agents/specialists.js';
import { answersOk, ManagedProcess, waitUntilReady } from '../../src/embedded/index.js';
import { freePort } from '../../test/support/free-port.js';
import { fetchPackages } from './fetch-packages.js';
import { keptConnections } from './kept-connections.js';
import { type TimedRun, timeStream } from './timed-stream.js';

const HOST = '127.0.0.1';
const PROGRAMS = path.join(import.meta.dirname, '../programs');
const DIRECTORY = path.join(import.meta.dirname, '../../.cache/bench/adk-api-server');

/** The last MikroORM 6 whose packages all exist; the server is run without a database, but imports it. */
const MIKRO_ORM = '6.6.16';
const DATABASES = ['core', 'knex', 'mariadb', 'mssql', 'mysql', 'postgresql', 'reflection', 'sqlite'];
const PACKAGE = {
  type: 'module',
  dependencies: { '@google/adk-devtools': '2.0.0' },
  overrides: Object.fromEntries(DATABASES.map((name) => [`@mikro-orm/${name}`, MIKRO_ORM])),
};
const SHARED_PROGRAMS = ['scripted-model.mjs', 'scripted-tool.mjs'];

/** Which agents it runs: ours, or a single one with the tool. */
export type AdkApp = 'handover' | 'direct';

/** Google's own server for ADK agents, with the same scripted model. It keeps everything in memory and nothing else. */
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
    const port = await freePort();
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

  /** Makes the sessions of so many runs of the single agent beforehand. */
  async prepare(runs: number): Promise<void> {
    for (let count = 0; count < runs; count += 1) this.sessions.push(await this.openSession('direct'));
  }

  /** Asks the single agent in a session made beforehand. @throws Error when no answer came */
  async askDirectly(): Promise<TimedRun> {
    return this.run('direct', this.sessions.pop() ?? '');
  }

  /** Does what TradeFlow does for a question: opens a session, and has it handed over to a specialist. @throws Error when no answer came */
  async ask(): Promise<TimedRun> {
    const startedAt = performance.now();
    const session = await this.openSession('handover');
    const openedMs = performance.now() - startedAt;
    const run = await this.run('handover', session);
    return { ...run, firstEventMs: run.firstEventMs + openedMs, endMs: run.endMs + openedMs };
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.process.stop();
  }

  private async openSession(app: AdkApp): Promise<string> {
    const request = this.post(`/apps/${app}/users/user/sessions`);
    const { text } = await timeStream(request, JSON.stringify({ sessionId: randomUUID() }));
    return (JSON.parse(text) as { id: string }).id;
  }

  private async run(appName: AdkApp, sessionId: string): Promise<TimedRun> {
    const newMessage = { role: 'user', parts: [{ text: 'What are the exports of phones?' }] };
    const body = { appName, userId: 'user', sessionId, newMessage, streaming: true };
    const run = await timeStream(this.post('/run_sse'), JSON.stringify(body));
    if (!run.text.includes('the last piece of')) throw new Error(`The run failed: ${run.text.slice(-1_000)}`);
    return run;
  }

  private post(address: string): http.ClientRequest {
    const headers = { 'content-type': 'application/json' };
    return http.request(this.url + address, { agent: this.agent, method: 'POST', headers });
  }
}

async function install(): Promise<void> {
  for (const app of ['handover', 'direct'] satisfies AdkApp[]) {
    const agents = path.join(DIRECTORY, 'agents', app);
    await mkdir(agents, { recursive: true });
    await copyFile(path.join(PROGRAMS, `adk-${app}-agent.mjs`), path.join(agents, 'agent.js'));
    for (const file of SHARED_PROGRAMS) await copyFile(path.join(PROGRAMS, file), path.join(agents, file));
    await writeFile(path.join(agents, 'specialists.json'), JSON.stringify(SPECIALISTS));
  }
  await fetchPackages(DIRECTORY, PACKAGE);
}
