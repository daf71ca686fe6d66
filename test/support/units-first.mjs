import Sequencer from '@jest/test-sequencer';

/**
 * The unit specs, then the system specs, each with the longest first as Jest has it. While they run, on a fresh machine, the servers
 * that other specs need are still being built (test/backends): what is killed and timed comes when the machine has time.
 */
export default class UnitsFirst extends Sequencer {
  sort(tests) {
    const inJestsOrder = super.sort(tests);
    const isUnit = ({ context }) => context.config.displayName?.name === 'unit';
    return [...inJestsOrder.filter(isUnit), ...inJestsOrder.filter((test) => !isUnit(test))];
  }
}
