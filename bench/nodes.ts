import { imageNode, type Node, OWN_NODE } from './support/image-node.js';
import { loadAverage } from './support/machine.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { type Row, withMedians } from './support/table.js';
import { measureThroughput, warmClients } from './throughput.js';

const CLIENTS = 50;
const RUNS = 1_000;
const ROUNDS = 7;

/** The whole system with API and worker on the Node of the image, in turn with the one that a clone is started with. */
export async function nodes(): Promise<Row[]> {
  const image = await imageNode();
  const own = await start(OWN_NODE);
  try {
    return await beside(own, image);
  } finally {
    await own.stop();
  }
}

async function beside(own: Measured, image: Node): Promise<Row[]> {
  const shipped = await start(image);
  try {
    const rows = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // Whoever comes second meets a machine that is warm.
      const early = round % 2 === 0 ? undefined : await shipped.measure();
      const here = await own.measure();
      const there = early ?? (await shipped.measure());
      rows.push({
        Node: OWN_NODE.version,
        'CPU ms a run': here['CPU ms a run'],
        'runs/s': here['runs/s'],
        'the image’s Node': image.version,
        'its CPU ms a run': there['CPU ms a run'],
        'its runs/s': there['runs/s'],
        load: loadAverage(),
      });
    }
    return withMedians(rows);
  } finally {
    await shipped.stop();
  }
}

type Measured = Awaited<ReturnType<typeof start>>;

async function start({ command }: Node) {
  const system = await startScriptedSystem({ node: command });
  const clients = await warmClients(system, CLIENTS);
  return {
    measure: () => measureThroughput(system, clients, RUNS),
    stop: async () => {
      for (const client of clients) client.close();
      await system.stop();
    },
  };
}
