import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer, for what can be asked but not awaited. @throws Error when there is none in time */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMs = 60_000,
): Promise<NonNullable<T>> {
  const limit = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > limit) throw new Error(`${what}: not within ${limitMs} ms`);
    await pause(20);
  }
}
