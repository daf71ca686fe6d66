import { Agent, get } from 'node:http';

/** How many are there at the same time. */
const AT_ONCE = 32;

/**
 * Opens event streams and leaves them, so many times: after the first bytes, and every third time without having waited for
 * any, as a browser does whose page is closed while it still loads.
 * @param urls of the streams, taken in turn
 * @throws Error when one is answered by anything but a stream
 */
export async function visitStreams(
  urls: readonly string[],
  headers: Readonly<Record<string, string>>,
  visits: number,
): Promise<void> {
  const agent = new Agent({ keepAlive: false, maxSockets: AT_ONCE });
  let begun = 0;
  const visitor = async () => {
    for (let visit = (begun += 1); visit <= visits; visit = begun += 1) {
      await visitOnce(urls[visit % urls.length] ?? '', headers, agent, visit % 3 === 0 ? 'finish' : 'response');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
}

/** @param until what of its own request the visitor waits for before leaving */
function visitOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  agent: Agent,
  until: 'finish' | 'response',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers });
    let leaving = false;
    request.once(until, () => {
      leaving = true;
      request.destroy();
    });
    request.once('response', ({ statusCode }) => statusCode === 200 || reject(new Error(`${url}: ${statusCode}`)));
    // That the answer breaks off is what was asked for.
    request.on('error', (error) => leaving || reject(error));
    request.once('close', resolve);
  });
}
