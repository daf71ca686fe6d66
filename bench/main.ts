import { conversations } from './conversations.js';
import { cycles } from './cycles.js';
import { copy } from './copy.js';
import { durability } from './durability.js';
import { fanout } from './fanout.js';
import { idle } from './idle.js';
import { nodes } from './nodes.js';
import { peers } from './peers.js';
import { recovery } from './recovery.js';
import { relay } from './relay.js';
import { runner } from './runner.js';
import { smoke } from './smoke.js';
import { recordedMachine } from './support/machine.js';
import { keepFigures } from './support/report.js';
import { type Row, tableOf } from './support/table.js';
import { checkTargets } from './targets.js';
import { throughput } from './throughput.js';
import { watchers } from './watchers.js';

/** Every benchmark: `npm run bench -- NAME`. What each measures is told in docs/benchmarks.md. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Row[]>>> = {
  smoke,
  throughput,
  runner,
  nodes,
  durability,
  relay,
  fanout,
  idle,
  watchers,
  peers,
  recovery,
  conversations,
  cycles,
  copy,
};

/** Runs all of them but the one below, and keeps the figures in docs/benchmarks.md. */
const ALL = 'all';
/** Takes many minutes where the MongoDB is FerretDB, which the tests build; its figures stand in docs/conversations.md. */
const ON_ITS_OWN = new Set(['copy']);

const asked = process.argv.slice(2);
const all = asked.length === 1 && asked[0] === ALL;
const names = all ? Object.keys(BENCHMARKS).filter((name) => !ON_ITS_OWN.has(name)) : asked;
const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (names.length === 0 || unknown.length > 0) {
  console.error(`Usage: npm run bench -- NAME …\nThere are: ${[...Object.keys(BENCHMARKS), ALL].join(', ')}.`);
  process.exitCode = 1;
} else {
  await measure();
}

async function measure(): Promise<void> {
  const machine = recordedMachine();
  const outcome: Record<string, readonly Row[]> = {};
  console.log(machine);
  for (const name of names) {
    const rows = (await BENCHMARKS[name]?.()) ?? [];
    outcome[name] = rows;
    console.log(`\n${name}\n\n${tableOf(rows)}`);
  }
  const targets = checkTargets(outcome);
  if (targets.length > 0) console.log(`\ntargets\n\n${tableOf(targets)}`);
  if (all) console.log(`\nKept in ${await keepFigures({ machine, targets, outcome })}`);
}
