import { runBare } from './support/bare-process.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { type Row, withMedians } from './support/table.js';
import { measureThroughput, warmClients } from './throughput.js';

const CLIENTS = 10;
const RUNS = 400;
const ROUNDS = 3;

/** What it costs that a run survives everything: the same agent in a bare process, in turn with the whole system. */
export async function durability(): Promise<Row[]> {
  const system = await startScriptedSystem();
  try {
    const clients = await warmClients(system, CLIENTS);
    const rows = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await runBare('in-process', { runs: RUNS, concurrency: CLIENTS });
      const durable = await measureThroughput(system, clients, RUNS);
      const bareCpu = bare.cpuMs / RUNS;
      rows.push({
        'in process, CPU ms a run': bareCpu,
        'durable, CPU ms a run': durable['CPU ms a run'],
        times: durable['CPU ms a run'] / bareCpu,
        'in process, runs/s': (1000 * RUNS) / bare.elapsedMs,
        'durable, runs/s': durable['runs/s'],
        load: durable.load,
      });
    }
    for (const client of clients) client.close();
    return withMedians(rows);
  } finally {
    await system.stop();
  }
}
