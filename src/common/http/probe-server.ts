import { SECOND, timestamp } from '../clock.js';
import { inTime } from '../in-time.js';
import { type Page, type PageAddress, type Pages, type PageServer, startPageServer } from './page-server.js';

/** Longest time a probe waits for the process to say how it is. */
const CHECK_LIMIT = 1 * SECOND;

/** What a process without an API says of itself. */
export interface ProbeReport {
  /** Whether it does its work, not merely whether it lives. */
  readonly ok: boolean;
  /** Whether it will not work again by itself, so that it should be started anew. */
  readonly stuck?: boolean;
  /** Shown beside the status, e.g. `{ active_runs: 3 }`. Nothing that must stay private. */
  readonly figures?: Readonly<Record<string, unknown>>;
}

/**
 * The worker's only HTTP: `/health/liveness` says that the process lives and can work (503 when it is stuck), `/health` and
 * `/health/readiness` that it works (503 when not). A check that throws or takes longer than a second counts as not working.
 * @param check called for every probe; must be cheap.
 * @param more pages beside these
 */
export async function startProbeServer(
  address: PageAddress,
  check: () => ProbeReport | Promise<ProbeReport>,
  more: Pages = {},
): Promise<PageServer> {
  const report = async (): Promise<ProbeReport> => (await inTime(check, CHECK_LIMIT)) ?? { ok: false };
  const readiness = async () => {
    const { ok, figures } = await report();
    return page(ok ? 200 : 503, { status: ok ? 'ready' : 'not_ready', ...figures });
  };
  const liveness = async () => {
    const { stuck = false } = await report();
    return page(stuck ? 503 : 200, { status: stuck ? 'stuck' : 'alive' });
  };
  const pages = {
    '/health/liveness': liveness,
    '/health': readiness,
    '/health/readiness': readiness,
    ...more,
  };
  return startPageServer(address, pages, () => page(404, { status: 'unknown' }));
}

function page(status: number, { status: word, ...figures }: { status: string; [figure: string]: unknown }): Page {
  const body = JSON.stringify({ status: word, timestamp: timestamp(), ...figures });
  return { status, contentType: 'application/json', body };
}
