import { setTimeout as delay } from 'node:timers/promises';
import { BenchClient } from './support/bench-client.js';
import { loadAverage } from './support/machine.js';
import { QUESTION, startScriptedSystem } from './support/scripted-system.js';
import { type Row, withMedians } from './support/table.js';

const KILLS = 3;
/** Two workers share these, so that each has some when it is killed. */
const RUNS = 10;
/** 50 chunks make a run of two seconds: long enough to die in. */
const CHUNK_MS = 40;
const KILL_AFTER_MS = 1_500;

/** A worker is killed with SIGKILL in the middle of its runs: how long until the other has finished them. */
export async function recovery(): Promise<Row[]> {
  const system = await startScriptedSystem({ chunkMs: CHUNK_MS, workers: 2 });
  try {
    const client = await BenchClient.register(system.url);
    await client.ask(QUESTION);
    const rows = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const victim = system.workers.shift();
      if (victim === undefined) throw new Error('There is no worker to kill.');
      const asked = performance.now();
      const runs = Array.from({ length: RUNS }, () => client.ask(QUESTION));
      await delay(KILL_AFTER_MS);
      victim.kill('SIGKILL');
      const killedMs = performance.now() - asked;
      const ended = await Promise.all(runs);
      await victim.exited;
      const recovered = ended.filter((run) => run.text.includes('"type":"retry"'));
      const seconds = recovered.map((run) => (run.endMs - killedMs) / 1000).toSorted((a, b) => a - b);
      rows.push({
        'runs it had': recovered.length,
        'first finished after, s': seconds[0] ?? Number.NaN,
        'last finished after, s': seconds.at(-1) ?? Number.NaN,
        load: loadAverage(),
      });
      await system.addWorker();
    }
    client.close();
    return withMedians(rows);
  } finally {
    await system.stop();
  }
}
