import { setTimeout as delay } from 'node:timers/promises';

/**
 * Does a piece of work over and over with so many at once.
 * @param spreadMs the time within which the clients begin, one after the other; all in the same moment when it is left out
 * @returns what each gave, and the seconds it all took
 */
export async function underLoad<Client, Result>(
  clients: readonly Client[],
  count: number,
  work: (client: Client) => Promise<Result>,
  spreadMs = 0,
): Promise<{ results: Result[]; seconds: number }> {
  const results: Result[] = [];
  let begun = 0;
  const startedAt = performance.now();
  const lanes = clients.map(async (client, lane) => {
    if (spreadMs > 0) await delay((lane * spreadMs) / clients.length);
    while (begun < count) {
      begun += 1;
      results.push(await work(client));
    }
  });
  await Promise.all(lanes);
  return { results, seconds: (performance.now() - startedAt) / 1000 };
}
