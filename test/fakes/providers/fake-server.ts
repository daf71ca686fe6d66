import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as a provider sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a provider answers; a string is sent as it is, anything else as JSON. `hang` never answers. */
export type Reply =
  { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown } | 'hang' | 'reset';

export type Respond = (request: SeenRequest) => Reply;

/** A local server in place of a provider; it answers as `respond` says and remembers what it was asked. */
export class FakeServer {
  readonly seen: SeenRequest[] = [];
  private readonly next: Reply[] = [];

  private constructor(
    private readonly server: Server,
    private readonly respond: Respond,
  ) {}

  static async start(respond: Respond): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server, respond);
    server.on('request', (request, response) => void fake.handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests get these, before `respond` is asked again. */
  first(...replies: readonly Reply[]): this {
    this.next.push(...replies);
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    if (method === 'HEAD') return void response.end();
    const seen = { method, headers, url: new URL(request.url ?? '/', this.url), body: await text(request) };
    this.seen.push(seen);
    const reply = this.next.shift() ?? this.respond(seen);
    if (reply === 'hang') return;
    if (reply === 'reset') return void response.destroy();
    const { status = 200, body = '' } = reply;
    const plain = typeof body === 'string' || Buffer.isBuffer(body);
    response.writeHead(status, { 'content-type': plain ? 'text/plain' : 'application/json', ...reply.headers });
    response.end(plain ? body : JSON.stringify(body));
  }
}
