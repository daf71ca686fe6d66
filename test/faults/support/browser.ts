import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { ManagedProcess } from '../../../src/embedded/index.js';
import { type Passage } from './cutting-proxy.js';

/** Follows `path` with the browser's own EventSource and hands over the id and data of every event at the end. */
const page = (events: string) => `<!doctype html><title>TradeFlow</title><script>
  const seen = [];
  const source = new EventSource(${JSON.stringify(events)});
  source.onmessage = ({ lastEventId, data }) => {
    seen.push([lastEventId, data]);
    if (JSON.parse(data).type !== 'done') return;
    source.close();
    fetch('/seen', { method: 'POST', body: JSON.stringify(seen) });
  };
</script>`;

/**
 * Opens a page in a real browser that follows a stream, over a network that breaks as the passages say.
 * @param events path and query of the stream
 * @returns id and data of every event until the end, as the page's `onmessage` received them
 */
export async function followInBrowser(
  program: string,
  events: string,
  next: () => Passage,
): Promise<[string, string][]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-browser-'));
  const server = createServer();
  const seen = new Promise<[string, string][]>((resolve) => {
    server.on('request', (request, response) => {
      if (request.url === '/') response.setHeader('content-type', 'text/html').end(page(events));
      else if (request.url === '/seen') void json(request).then((body) => (response.end(), resolve(body as never)));
      else if (request.url?.startsWith('/api/')) pass(request, response, next());
      else response.writeHead(404).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await ManagedProcess.launch({
    name: 'The browser',
    command: program,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      `--user-data-dir=${folder}`,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ],
    logFile: path.join(folder, 'browser.log'),
    env: { PATH: process.env.PATH, HOME: folder },
  });
  try {
    return await seen;
  } finally {
    // With all that belongs to it: where it comes from a distribution, the program is a script that starts the browser.
    process.kill(-browser.pid, 'SIGKILL');
    await browser.exited;
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Hands a request on to where the passage leads, and breaks the answer where it says. */
function pass(request: IncomingMessage, response: ServerResponse, { port, bytes = Infinity }: Passage): void {
  const { url, method, headers } = request;
  const onward = forward({ host: '127.0.0.1', port, path: url, method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    let left = bytes;
    answer.on('data', (data: Buffer) => {
      const passed = data.subarray(0, left);
      left -= passed.length;
      response.write(passed, () => left === 0 && response.destroy());
    });
    answer.on('end', () => response.end());
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end();
}
