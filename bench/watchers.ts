import { BenchClient } from './support/bench-client.js';
import { underLoad } from './support/load.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { type Row } from './support/table.js';
import { measureThroughput, warmClients } from './throughput.js';

const CLIENTS = 10;
const RUNS = 600;
const SILENT = [0, 1_000, 5_000];
const AT_ONCE = Array.from({ length: 20 });

/** Sessions that are watched and in which nothing happens: what they cost the runs of others. */
export async function watchers(): Promise<Row[]> {
  const system = await startScriptedSystem();
  try {
    const clients = await warmClients(system, CLIENTS);
    const watcher = await BenchClient.register(system.url);
    const open: (() => void)[] = [];
    const rows = [];
    for (const silent of SILENT) {
      await underLoad(AT_ONCE, silent - open.length, async () => {
        const request = await watcher.follow(`silent-${open.length}`, () => undefined);
        open.push(() => request.destroy());
      });
      rows.push({ 'silent sessions': silent, ...(await measureThroughput(system, clients, RUNS)) });
    }
    for (const leave of open) leave();
    watcher.close();
    for (const client of clients) client.close();
    return rows;
  } finally {
    await system.stop();
  }
}
