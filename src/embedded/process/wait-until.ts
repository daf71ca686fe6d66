import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.js';
import { type ManagedProcess } from './managed-process.js';

/**
 * Waits until a fresh process serves. It is asked again and again, as a server tells nobody when it is ready.
 * @param ready resolves to whether it serves; a StartError it throws ends the waiting.
 * @throws StartError as soon as the process has ended, or when it is not ready in time.
 */
export async function waitUntilReady(
  server: ManagedProcess,
  ready: () => Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await ready().catch(notYet))) {
    if (!server.running) throw new StartError(await server.obituary());
    if (Date.now() > deadline) {
      throw new StartError(`${server.name} is not ready after ${limitMs / 1000} seconds (log: ${server.logFile})`);
    }
    await Promise.race([delay(40), server.exited]);
  }
}

/** A failure of the question means "not yet", unless it says that waiting is in vain. */
function notYet(error: unknown): boolean {
  if (error instanceof StartError) throw error;
  return false;
}

/** Whether a GET on that URL answers with a 2xx status. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  await response.body?.cancel();
  return response.ok;
}
