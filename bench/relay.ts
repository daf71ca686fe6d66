import { runBare } from './support/bare-process.js';
import { type BenchClient } from './support/bench-client.js';
import { underLoad } from './support/load.js';
import { loadAverage } from './support/machine.js';
import { QUESTION, startScriptedSystem } from './support/scripted-system.js';
import { median, quantile } from './support/statistics.js';
import { mediansOf, type Row } from './support/table.js';
import { WARM_UP_RUNS, warmClients } from './throughput.js';

const CHUNK_MS = 20;
/** Clients begin within the length of a run, one after the other: in step, all would begin and end in the same moments. */
const SPREAD_MS = 50 * CHUNK_MS;
/** The scripted model's word for an answer without a pause. */
const AT_ONCE = { ...QUESTION, message: `${QUESTION.message} (at once)` };
const LOADS = [
  { clients: 1, runs: 10 },
  { clients: 10, runs: 60 },
  { clients: 50, runs: 200 },
];
/** A machine that stops for a tenth of a second once makes most of fifty runs as much longer: the median of five is recorded. */
const ROUNDS = 5;

/**
 * A model that says a chunk every 20 ms: how long a chunk takes from the model to the client, and how much longer the run
 * takes than in a bare process under the same load.
 */
export async function relay(): Promise<Row[]> {
  const system = await startScriptedSystem({ chunkMs: CHUNK_MS });
  try {
    const clients = await warmClients(system, 50, WARM_UP_RUNS, AT_ONCE);
    const rows = [];
    for (const load of LOADS) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push(await measureRelay(clients.slice(0, load.clients), load.runs));
      rows.push({ ...mediansOf(rounds), load: loadAverage() });
    }
    for (const client of clients) client.close();
    return rows;
  } finally {
    await system.stop();
  }
}

async function measureRelay(clients: readonly BenchClient[], runs: number): Promise<Row> {
  const bareLoad = { runs, concurrency: clients.length, chunkMs: CHUNK_MS, spreadMs: SPREAD_MS };
  const { medianMs: bareMs } = await runBare('in-process', bareLoad);
  const { results, seconds } = await underLoad(clients, runs, (client) => client.ask(QUESTION), SPREAD_MS);
  const latencies = results.flatMap((run) => run.latencies);
  const endMs = median(results.map((run) => run.endMs));
  return {
    clients: clients.length,
    'chunk to client, ms (median)': median(latencies),
    'p99, ms': quantile(latencies, 0.99),
    'events/s': results.reduce((sum, run) => sum + eventsIn(run.text), 0) / seconds,
    'run, ms (median)': endMs,
    'bare run, ms': bareMs,
    'overhead, %': (100 * (endMs - bareMs)) / bareMs,
  };
}

function eventsIn(text: string): number {
  return text.split('\ndata: ').length - 1;
}
