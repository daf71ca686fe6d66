import { setLogger } from '@google/adk';

/**
 * ADK prints to the console on its own. Its failures reach us as events and exceptions and are logged where the run is, with its
 * ids; the prompts it would print at lower levels must not be in a log at all.
 */
export function silenceAdk(): void {
  setLogger(null);
}
