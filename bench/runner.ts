import { runBare } from './support/bare-process.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { type Row, withMedians } from './support/table.js';
import { measureThroughput, WARM_UP_RUNS, warmClients } from './throughput.js';

const CLIENTS = 50;
const RUNS = 1_000;
/** Single rounds differ by a third: the median of so many does not. */
const ROUNDS = 15;

/**
 * Google's ADK Runner alone, the least that a run can cost, in turn with the whole system: how fast the machine is just now meets both, so
 * that their ratio says more than either.
 */
export async function runner(): Promise<Row[]> {
  const system = await startScriptedSystem();
  try {
    const clients = await warmClients(system, CLIENTS);
    const rows = [];
    let before = await runnerCpu();
    for (let round = 0; round < ROUNDS; round += 1) {
      const whole = await measureThroughput(system, clients, RUNS);
      const after = await runnerCpu();
      // The machine is faster in one minute than in the next: what it was on either side of the round.
      const bare = (before + after) / 2;
      rows.push({
        'ADK Runner, CPU ms a run': bare,
        'TradeFlow, CPU ms a run': whole['CPU ms a run'],
        times: whole['CPU ms a run'] / bare,
        load: whole.load,
      });
      before = after;
    }
    for (const client of clients) client.close();
    return withMedians(rows);
  } finally {
    await system.stop();
  }
}

/** Milliseconds a run. */
async function runnerCpu(): Promise<number> {
  const { cpuMs } = await runBare('adk-runner', { runs: RUNS, concurrency: CLIENTS, warmUp: WARM_UP_RUNS });
  return cpuMs / RUNS;
}
