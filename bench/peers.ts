import { AdkApiServer } from './support/adk-api-server.js';
import { CpuMeter } from './support/cpu-meter.js';
import { underLoad } from './support/load.js';
import { loadAverage } from './support/machine.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { median } from './support/statistics.js';
import { type Row, withMedians } from './support/table.js';
import { type TimedRun } from './support/timed-stream.js';
import { measureThroughput, WARM_UP_RUNS, warmClients } from './throughput.js';

const CLIENTS = 50;
/** Enough that it weighs little how a load begins and ends. */
const RUNS = 1_000;
const ROUNDS = 3;

/**
 * Google's ADK API server, which runs the agents in process and keeps nothing, in turn with all of TradeFlow: once at the same work, a
 * session opened and the question handed over to a specialist, and once with the least it can have.
 */
export async function peers(): Promise<Row[]> {
  const peer = await AdkApiServer.start();
  try {
    return await beside(peer);
  } finally {
    await peer.stop();
  }
}

async function beside(peer: AdkApiServer): Promise<Row[]> {
  const system = await startScriptedSystem();
  try {
    const clients = await warmClients(system, CLIENTS);
    // As many runs that nobody counts as ours has had.
    for (let runs = 0; runs < WARM_UP_RUNS; runs += 2 * RUNS) {
      await measurePeer(peer, () => peer.ask());
      await measureDirect(peer);
    }
    const rows = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const theirs = await measurePeer(peer, () => peer.ask());
      const ours = await measureThroughput(system, clients, RUNS);
      const direct = await measureDirect(peer);
      rows.push({
        'ADK, runs/s': theirs.runsPerSecond,
        'TradeFlow, runs/s': ours['runs/s'],
        times: ours['runs/s'] / theirs.runsPerSecond,
        'ADK, CPU ms a run': theirs.cpuMs,
        'TradeFlow, CPU ms a run': ours['CPU ms a run'],
        'ADK, first event, ms': theirs.firstEventMs,
        'TradeFlow, first event, ms': ours['first event, ms (median)'],
        'ADK with less to do, runs/s': direct.runsPerSecond,
        'its CPU ms a run': direct.cpuMs,
        load: loadAverage(),
      });
    }
    for (const client of clients) client.close();
    return withMedians(rows);
  } finally {
    await system.stop();
  }
}

async function measureDirect(peer: AdkApiServer) {
  await peer.prepare(RUNS);
  return measurePeer(peer, () => peer.askDirectly());
}

async function measurePeer(peer: AdkApiServer, ask: () => Promise<TimedRun>) {
  const meter = new CpuMeter({ peer: [peer.process.pid] });
  const { results, seconds } = await underLoad(Array.from({ length: CLIENTS }), RUNS, ask);
  return {
    runsPerSecond: RUNS / seconds,
    cpuMs: (meter.elapsed()['peer'] ?? 0) / RUNS,
    firstEventMs: median(results.map((run) => run.firstEventMs)),
  };
}
