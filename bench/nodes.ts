import { execFileSync } from 'node:child_process';
import { OWN_NODE } from './support/image-node.js';
import { loadAverage } from './support/machine.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { type Row, withMedians } from './support/table.js';
import { measureThroughput, warmClients } from './throughput.js';

const CLIENTS = 50;
const RUNS = 1_000;
const ROUNDS = 5;

/** API and worker on the Node of the image, in turn with the one that somebody has: the oldest that will do is five releases older. */
export async function nodes(): Promise<Row[]> {
  const [image, own] = [await start(process.execPath), await start(OWN_NODE)];
  try {
    const rows = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [there, here] = [await image.measure(), await own.measure()];
      rows.push({
        'the image’s Node': image.version,
        'CPU ms a run': there['CPU ms a run'],
        'runs/s': there['runs/s'],
        'one’s own': own.version,
        'its CPU ms a run': here['CPU ms a run'],
        'its runs/s': here['runs/s'],
        load: loadAverage(),
      });
    }
    return withMedians(rows);
  } finally {
    await Promise.all([image.stop(), own.stop()]);
  }
}

async function start(node: string) {
  const system = await startScriptedSystem({ node });
  const clients = await warmClients(system, CLIENTS);
  return {
    version: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
    measure: () => measureThroughput(system, clients, RUNS),
    stop: async () => {
      for (const client of clients) client.close();
      await system.stop();
    },
  };
}
