import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { answersOk, ManagedProcess, NODE_FLAGS, waitUntilReady } from '../../src/embedded/index.js';
import { freePort } from './free-port.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const HOST = '127.0.0.1';

/** Which of TradeFlow's two processes. */
export type ServerRole = 'api' | 'worker';

/** What a server of a test is given beside the defaults of `serverEnvironment`. */
export type ServerSettings = Readonly<Record<string, string | undefined>>;

/** An API or worker process as it is shipped: `dist/` in a Node of its own. */
export class ServerProcess {
  constructor(
    readonly role: ServerRole,
    readonly port: number,
    private readonly process: ManagedProcess,
  ) {}

  /** Origin without a path: the API's, or that of the worker's probe. */
  get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  get pid(): number {
    return this.process.pid;
  }

  get logFile(): string {
    return this.process.logFile;
  }

  /** Settles when the process has ended. */
  get exited() {
    return this.process.exited;
  }

  /** Sends SIGKILL, SIGSTOP, SIGCONT, SIGTERM …; SIGKILL needs `await server.exited` after it. */
  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Ends it as a deployment would: SIGTERM, and by force only after 30 seconds. */
  stop() {
    return this.process.stop();
  }

  /** Resolves when the process takes work. */
  ready(): Promise<void> {
    return waitUntilReady(this.process, () => answersOk(`${this.url}/health/readiness`));
  }

  /** Everything it has written so far. */
  logText(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }

  /** The lines of its structured log; what is no JSON is left out. */
  async logLines(): Promise<Record<string, unknown>[]> {
    const text = await this.logText();
    return text.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as Record<string, unknown>];
      } catch {
        return [];
      }
    });
  }
}

/**
 * Starts one process on a free port and waits until it is ready. Its stores are the shared ones unless `settings` names
 * others; its log goes to TEST_LOG_DIRECTORY.
 */
export async function startServer(role: ServerRole, settings: ServerSettings = {}): Promise<ServerProcess> {
  const server = await launchServer(role, settings);
  try {
    await server.ready();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Starts one process without waiting, for a spec about what happens before it is ready. */
export async function launchServer(role: ServerRole, settings: ServerSettings = {}): Promise<ServerProcess> {
  const program = path.join(ROOT, 'dist/programs', role === 'api' ? 'main.js' : 'worker.js');
  if (!existsSync(program))
    throw new Error(`dist/ holds no built ${role}; run "npm run build" before the system tests.`);
  const port = await freePort();
  const child = await ManagedProcess.launch({
    name: role,
    command: process.execPath,
    args: [...NODE_FLAGS, program],
    // Never .env of the developer's folder: what a test sees is what it sets.
    env: serverEnvironment({ [role === 'api' ? 'PORT' : 'WORKER_PROBE_PORT']: String(port), ...settings }),
    // Its own: one Jest process runs many specs, one after the other, and none counts on from the last.
    logFile: path.join(process.env.TEST_LOG_DIRECTORY ?? '.', `${role}-${process.pid}-${randomUUID()}.log`),
    stopGraceMs: 30_000,
  });
  return new ServerProcess(role, port, child);
}

/** What a server process of a test is told. A setting that is undefined is left out altogether. */
function serverEnvironment(settings: ServerSettings): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'info',
    HOST,
    SECRET_KEY: 'secret-key-of-the-system-tests-1234567890',
    JWT_SECRET_KEY: 'jwt-secret-of-the-system-tests-0987654321',
    POSTGRES_URL: process.env.TEST_POSTGRES_URL,
    REDIS_URL: process.env.TEST_REDIS_URL,
    STORAGE_DIRECTORY: process.env.TEST_STORAGE_DIRECTORY,
    // All specs come from one address and register by the hundred; the specs of the limits set their own.
    RATE_LIMIT_FACTOR: '1000',
    ...settings,
  };
}
