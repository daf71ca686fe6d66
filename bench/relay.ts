import { runInProcess } from './support/in-process.js';
import { underLoad } from './support/load.js';
import { loadAverage } from './support/machine.js';
import { QUESTION, startScriptedSystem } from './support/scripted-system.js';
import { median, quantile } from './support/statistics.js';
import { type Row } from './support/table.js';
import { warmClients } from './throughput.js';

const CHUNK_MS = 20;
const LOADS = [
  { clients: 1, runs: 10 },
  { clients: 10, runs: 60 },
  { clients: 50, runs: 200 },
];

/**
 * A model that says a chunk every 20 ms: how long a chunk takes from the model to the client, and how much longer the run
 * takes than in a bare process under the same load.
 */
export async function relay(): Promise<Row[]> {
  const system = await startScriptedSystem({ chunkMs: CHUNK_MS });
  try {
    const clients = await warmClients(system, 50, 100);
    const rows = [];
    for (const load of LOADS) {
      const bare = await runInProcess(load.runs, load.clients, CHUNK_MS);
      // Each of the clients makes its runs one after the other, so this is what one run took.
      const bareMs = bare.elapsedMs / Math.ceil(load.runs / load.clients);
      const { results, seconds } = await underLoad(clients.slice(0, load.clients), load.runs, (client) =>
        client.ask(QUESTION),
      );
      const latencies = results.flatMap((run) => run.latencies);
      const endMs = median(results.map((run) => run.endMs));
      rows.push({
        clients: load.clients,
        'chunk to client, ms (median)': median(latencies),
        'p99, ms': quantile(latencies, 0.99),
        'events/s': results.reduce((sum, run) => sum + eventsIn(run.text), 0) / seconds,
        'run, ms (median)': endMs,
        'bare run, ms': bareMs,
        'overhead, %': (100 * (endMs - bareMs)) / bareMs,
        load: loadAverage(),
      });
    }
    for (const client of clients) client.close();
    return rows;
  } finally {
    await system.stop();
  }
}

function eventsIn(text: string): number {
  return text.split('\ndata: ').length - 1;
}
