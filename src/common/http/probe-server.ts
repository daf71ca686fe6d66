import { createServer, type Server, type ServerResponse } from 'node:http';
import { SECOND, timestamp } from '../clock.js';

/** Longest time a probe waits for the process to say how it is. */
const CHECK_LIMIT = 1 * SECOND;

/** What a process without an API says of itself. */
export interface ProbeReport {
  /** Whether it does its work, not merely whether it lives. */
  readonly ok: boolean;
  /** Shown beside the status, e.g. `{ active_runs: 3 }`. Nothing that must stay private. */
  readonly figures?: Readonly<Record<string, unknown>>;
}

export interface ProbeServer {
  /** The port it listens on, also when any free one was asked for. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The worker's only HTTP: `/health/liveness` says that the process lives, `/health` and `/health/readiness` that it works
 * (503 when not). A check that throws or takes longer than a second counts as not working.
 * @param check called for every probe; must be cheap.
 */
export async function startProbeServer(
  address: { readonly host: string; readonly port: number },
  check: () => ProbeReport | Promise<ProbeReport>,
): Promise<ProbeServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/health/liveness') send(response, 200, { status: 'alive', timestamp: timestamp() });
    else if (path === '/health' || path === '/health/readiness') void answer(response, check);
    else send(response, 404, { status: 'unknown', timestamp: timestamp() });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  return { port: portOf(server), close: () => close(server) };
}

async function answer(response: ServerResponse, check: () => ProbeReport | Promise<ProbeReport>): Promise<void> {
  const report = await bounded(check);
  send(response, report.ok ? 200 : 503, {
    status: report.ok ? 'ready' : 'not_ready',
    timestamp: timestamp(),
    ...report.figures,
  });
}

async function bounded(check: () => ProbeReport | Promise<ProbeReport>): Promise<ProbeReport> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ProbeReport>((resolve) => (timer = setTimeout(() => resolve({ ok: false }), CHECK_LIMIT)));
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch {
    return { ok: false };
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
