import getPort, { portNumbers } from 'get-port';

/**
 * Below those that the system gives to outgoing connections (32768 and above on Linux, 49152 elsewhere): a server takes seconds until it
 * listens, and one of those may be somebody's connection by then.
 */
const LOWEST = 12_000;
/** Each Jest worker has its own. */
const EACH = 2_000;
const PROCESSES = 10;

const first = LOWEST + EACH * (Number(process.env.JEST_WORKER_ID ?? 0) % PROCESSES);
let next = Math.floor(Math.random() * EACH);

/** A port of this machine on which nobody listens, and which nobody is given again before long. */
export async function freePort(): Promise<number> {
  const from = first + next;
  next = (next + 1) % EACH;
  return getPort({ host: '127.0.0.1', port: portNumbers(from, first + EACH - 1) });
}
