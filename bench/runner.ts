import { runBare } from './support/bare-process.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { type Row, withMedians } from './support/table.js';
import { measureThroughput, WARM_UP_RUNS, warmClients } from './throughput.js';

const CLIENTS = 50;
const RUNS = 1_000;
const ROUNDS = 7;

/**
 * Google's ADK Runner alone, the least that a run can cost, in turn with the whole system: how fast the machine is just now meets both, so
 * that their ratio says more than either.
 */
export async function runner(): Promise<Row[]> {
  const system = await startScriptedSystem();
  try {
    const clients = await warmClients(system, CLIENTS);
    const rows = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await runBare('adk-runner', { runs: RUNS, concurrency: CLIENTS, warmUp: WARM_UP_RUNS });
      const whole = await measureThroughput(system, clients, RUNS);
      const bareCpu = bare.cpuMs / RUNS;
      rows.push({
        'ADK Runner, CPU ms a run': bareCpu,
        'TradeFlow, CPU ms a run': whole['CPU ms a run'],
        times: whole['CPU ms a run'] / bareCpu,
        load: whole.load,
      });
    }
    for (const client of clients) client.close();
    return withMedians(rows);
  } finally {
    await system.stop();
  }
}
