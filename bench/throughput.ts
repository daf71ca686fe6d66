import { BenchClient } from './support/bench-client.js';
import { CpuMeter } from './support/cpu-meter.js';
import { underLoad } from './support/load.js';
import { loadAverage } from './support/machine.js';
import { QUESTION, startScriptedSystem } from './support/scripted-system.js';
import { median } from './support/statistics.js';
import { type BenchSystem } from './support/system.js';
import { mediansOf, type Row } from './support/table.js';

/** After so many a run costs what it will cost for ever: the first thousand cost half as much again, as code is still being compiled. */
export const WARM_UP_RUNS = 4_000;
/** Enough runs for some seconds of work. */
const LOADS = [
  { clients: 1, runs: 150 },
  { clients: 10, runs: 600 },
  { clients: 50, runs: 1_000 },
];
/** Each load is measured so often, and the median of each figure taken: one measurement takes only some seconds. */
const ROUNDS = 3;
/** Runs a worker works on at once as it is shipped (AGENT_RUNNER_POOL_SIZE); the others wait in the queue. */
const SHIPPED = { atOnce: 5, loads: [{ clients: 10, runs: 600 }] };

/** Whole runs of 50 chunks and one tool call over HTTP, events and all, and what they cost in every process. */
export async function throughput(): Promise<Row[]> {
  return [...(await measureLoads(LOADS)), ...(await measureLoads(SHIPPED.loads, SHIPPED.atOnce))];
}

async function measureLoads(loads: typeof LOADS, atOnce?: number): Promise<Row[]> {
  const system = await startScriptedSystem({ atOnce });
  try {
    const clients = await warmClients(system, 50);
    const rows = [];
    for (const load of loads) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push(await measureThroughput(system, clients.slice(0, load.clients), load.runs));
      rows.push({ 'a worker’s runs at once': atOnce ?? 'all', ...mediansOf(rounds), load: loadAverage() });
    }
    for (const client of clients) client.close();
    return rows;
  } finally {
    await system.stop();
  }
}

/** A user a client, after some runs that nobody counts. */
export async function warmClients(
  system: BenchSystem,
  count: number,
  runs = WARM_UP_RUNS,
  question = QUESTION,
): Promise<BenchClient[]> {
  const clients = await Promise.all(Array.from({ length: count }, () => BenchClient.register(system.url)));
  await underLoad(clients, runs, (client) => client.ask(question));
  return clients;
}

export async function measureThroughput(system: BenchSystem, clients: readonly BenchClient[], runs: number) {
  const meter = new CpuMeter(system.processes);
  const { results, seconds } = await underLoad(clients, runs, (client) => client.ask(QUESTION));
  const cpu = meter.elapsed();
  return {
    clients: clients.length,
    'runs/s': runs / seconds,
    'CPU ms a run': Object.values(cpu).reduce((sum, ms) => sum + ms, 0) / runs,
    ...Object.fromEntries(Object.entries(cpu).map(([name, ms]) => [`in ${name}`, ms / runs])),
    'first event, ms (median)': median(results.map((run) => run.firstEventMs)),
    'agent begins, ms': median(results.map((run) => run.startMs)),
    'end, ms': median(results.map((run) => run.endMs)),
    load: loadAverage(),
  };
}
