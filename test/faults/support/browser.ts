import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { ManagedProcess } from '../../../src/embedded/index.js';
import { type Passage } from './cutting-proxy.js';

/** One who follows a stream in a page. Of those who go to one place at the same time a browser leads six at most. */
export interface Follower {
  /** Path and query of the stream. */
  readonly events: string;
  /** Of one whom a ticket lets in: after a cut it comes again with another one and the last id. Others resume by themselves. */
  readonly authorization?: string;
  /** The network it has: every connection, also one for a ticket, takes the next passage. */
  readonly next: () => Passage;
}

/** Follows the streams with the browser's own EventSource and hands over the id and data of every event at the end. */
const page = (followers: readonly Omit<Follower, 'next'>[]) => `<!doctype html><title>TradeFlow</title><script>
  const follow = ({ events, authorization }, index) => new Promise((resolve) => {
    const seen = [];
    const connect = () => open().catch(connect);
    const open = async () => {
      const url = new URL('/' + index + events, location);
      if (authorization) {
        const headers = { authorization };
        const answer = await fetch('/' + index + '/api/v1/auth/stream-ticket', { method: 'POST', headers });
        url.searchParams.set('token', (await answer.json()).ticket);
        if (seen.length > 0) url.searchParams.set('last_event_id', seen.at(-1)[0]);
      }
      const source = new EventSource(url);
      source.onmessage = ({ lastEventId, data }) => {
        seen.push([lastEventId, data]);
        if (JSON.parse(data).type !== 'done') return;
        source.close();
        resolve(seen);
      };
      if (authorization) source.onerror = () => (source.close(), connect());
    };
    connect();
  });
  Promise.all(${JSON.stringify(followers)}.map(follow))
    .then((seen) => fetch('/seen', { method: 'POST', body: JSON.stringify(seen) }));
</script>`;

/**
 * Opens a page in a real browser that follows streams, each over a network that breaks as its passages say.
 * @returns for each follower id and data of every event until the end, as its `onmessage` received them
 */
export async function followInBrowser(
  program: string,
  followers: readonly Follower[],
): Promise<readonly [string, string][][]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-browser-'));
  const server = createServer();
  const shown = page(followers.map(({ events, authorization }) => ({ events, authorization })));
  const seen = new Promise<[string, string][][]>((resolve) => {
    server.on('request', (request, response) => {
      const { url = '' } = request;
      const [, index = '', onward = ''] = /^\/(\d+)(\/api\/.*)$/.exec(url) ?? [];
      const follower = followers[Number(index)];
      if (url === '/') response.setHeader('content-type', 'text/html').end(shown);
      else if (url === '/seen') void json(request).then((body) => (response.end(), resolve(body as never)));
      else if (onward === '' || !follower) response.writeHead(404).end();
      else pass(request, onward, response, follower.next);
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
function pass(request: IncomingMessage, url: string, response: ServerResponse, next: () => Passage): void {
  const { method, headers } = request;
  const { port, bytes = Infinity } = next();
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
