import { conversations } from './conversations.js';
import { recordedMachine } from './support/machine.js';
import { smoke } from './smoke.js';

/** Every benchmark: `npm run bench -- NAME`. What each measures is told in docs/benchmarks.md. */
const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = { smoke, conversations };

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
