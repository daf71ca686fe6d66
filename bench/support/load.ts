/** Does a piece of work over and over with so many at once. @returns what each gave, and the seconds it all took */
export async function underLoad<Client, Result>(
  clients: readonly Client[],
  count: number,
  work: (client: Client) => Promise<Result>,
): Promise<{ results: Result[]; seconds: number }> {
  const results: Result[] = [];
  let begun = 0;
  const startedAt = performance.now();
  const lanes = clients.map(async (client) => {
    while (begun < count) {
      begun += 1;
      results.push(await work(client));
    }
  });
  await Promise.all(lanes);
  return { results, seconds: (performance.now() - startedAt) / 1000 };
}
