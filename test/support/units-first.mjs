import { readFileSync } from 'node:fs';
import Sequencer from '@jest/test-sequencer';

/**
 * The unit specs, the system specs, and those of them that need a server which on a fresh machine is still being built
 * (test/backends); each with the longest first, as Jest has it. So nobody waits for a build, and what is killed and timed comes
 * when there is less to do beside it.
 */
export default class UnitsFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => turnOf(a) - turnOf(b));
  }
}

function turnOf({ context, path }) {
  if (context.config.displayName?.name === 'unit') return 0;
  return readFileSync(path, 'utf8').includes('/backends/') ? 2 : 1;
}
