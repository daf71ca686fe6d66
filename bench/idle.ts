import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchClient } from './support/bench-client.js';
import { underLoad } from './support/load.js';
import { loadAverage } from './support/machine.js';
import { BenchSystem } from './support/system.js';
import { type Row } from './support/table.js';

/** What the first connections cost is code and buffers that all share. */
const WARM_UP = 500;
const CONNECTIONS = 2_000;
const SESSIONS = 500;
const AT_ONCE = Array.from({ length: 20 });
/** V8 keeps the pages that its collector has emptied for eight more seconds (Node 24). */
const SETTLE_MS = 12_000;
const COLLECTOR = path.join(import.meta.dirname, 'programs/collect-on-signal.mjs');

/**
 * Event streams on which nothing happens: how much memory each holds in the API, Node's own for the socket included, once the
 * garbage of its request has been collected.
 */
export async function idle(): Promise<Row[]> {
  const settings = { NODE_OPTIONS: `--import ${COLLECTOR}` };
  const system = await BenchSystem.start({ worker: 'scripted-worker', settings });
  try {
    const client = await BenchClient.register(system.url);
    const open: (() => void)[] = [];
    const connect = async (count: number) => {
      await underLoad(AT_ONCE, count, async () => {
        const request = await client.follow(`idle-${open.length % SESSIONS}`, () => undefined);
        open.push(() => request.destroy());
      });
      system.api.kill('SIGIO');
      await delay(SETTLE_MS);
      return residentKiB(system.api.pid);
    };
    const before = await connect(WARM_UP);
    const after = await connect(CONNECTIONS);
    for (const leave of open) leave();
    return [
      {
        'idle subscribers': CONNECTIONS,
        sessions: SESSIONS,
        'API before, MiB': before / 1024,
        'with them, MiB': after / 1024,
        'KiB each': (after - before) / CONNECTIONS,
        load: loadAverage(),
      },
    ];
  } finally {
    await system.stop();
  }
}

async function residentKiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
}
