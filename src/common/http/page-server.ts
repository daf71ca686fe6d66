import { createServer, type Server } from 'node:http';

/** What a machine page answers. */
export interface Page {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Where a page server listens. */
export interface PageAddress {
  readonly host: string;
  readonly port: number;
  /** What the operator sets the port by; named to them when it is in use. */
  readonly variable?: string;
}

export interface PageServer {
  /** The port it listens on, also when any free one was asked for. */
  readonly port: number;
  close(): Promise<void>;
}

/** Pages by their paths. */
export type Pages = Readonly<Record<string, () => Page | Promise<Page>>>;

/**
 * A port of its own for pages that machines look at: no framework, so that it costs nothing and answers while all else is busy. What a page
 * throws is a bare 500.
 * @param unknown the answer to any other path
 */
export async function startPageServer(
  address: PageAddress,
  pages: Pages,
  unknown: () => Page = () => ({ status: 404, contentType: 'text/plain', body: '' }),
): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    void read(page ?? unknown).then(({ status, contentType, body }) => {
      response.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
      response.end(body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(Object.assign(error, { variable: address.variable })));
    server.listen(address.port, address.host, resolve);
  });
  return { port: portOf(server), close: () => close(server) };
}

async function read(page: () => Page | Promise<Page>): Promise<Page> {
  try {
    return await page();
  } catch {
    return { status: 500, contentType: 'text/plain', body: '' };
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
