import { conversations } from './conversations.js';
import { cycles } from './cycles.js';
import { copy } from './copy.js';
import { durability } from './durability.js';
import { fanout } from './fanout.js';
import { idle } from './idle.js';
import { peers } from './peers.js';
import { recovery } from './recovery.js';
import { relay } from './relay.js';
import { smoke } from './smoke.js';
import { recordedMachine } from './support/machine.js';
import { throughput } from './throughput.js';

/** Every benchmark: `npm run bench -- NAME`. What each measures is told in docs/benchmarks.md. */
const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  smoke,
  throughput,
  durability,
  relay,
  fanout,
  idle,
  peers,
  recovery,
  conversations,
  cycles,
  copy,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (names.length === 0 || unknown.length > 0) {
  console.error(`Usage: npm run bench -- NAME …\nThere are: ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exitCode = 1;
} else {
  for (const name of names) {
    console.log(`\n${name}\n${recordedMachine()}\n`);
    await BENCHMARKS[name]?.();
  }
}
