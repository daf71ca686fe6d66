import { type Dispatcher, fetch } from 'undici';
import { type Probe } from './connectivity.js';

/** Long enough for a far continent, short enough to wait for. */
const PATIENCE = 2_000;

/** Finds out whether any of these addresses answers at all, whatever it says. */
export function probeOf(dispatcher: Dispatcher, addresses: readonly string[]): Probe {
  if (addresses.length === 0) return () => Promise.resolve(true);
  return async () => {
    const knocks = addresses.map((address) => knock(dispatcher, address));
    return Promise.any(knocks).then(
      () => true,
      () => false,
    );
  };
}

async function knock(dispatcher: Dispatcher, address: string): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(address, { dispatcher, method: 'HEAD', redirect: 'manual', signal });
  await response.body?.cancel();
}
