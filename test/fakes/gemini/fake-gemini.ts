import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { badKeyReply, errorReply, type Reply } from './gemini-replies.js';
import { type WireRequestBody } from './gemini-wire.js';
import { shareDispatcherWithJest } from './outer-dispatcher.js';

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly model: string;
  readonly streamed: boolean;
  readonly key: string | undefined;
  readonly body: WireRequestBody;
  /** Resolves once the client has gone, whether the answer was complete or not. */
  readonly gone: Promise<void>;
}

/** Decides on an answer when the request is there, so that it may depend on it, or wait for something. */
export type Responder = (request: SeenRequest) => Reply | undefined | Promise<Reply | undefined>;

const ROUTE = /^\/v1beta\/models\/([\w.-]+):(generateContent|streamGenerateContent)(?:\?alt=sse)?$/;

/**
 * A server that speaks the Gemini API (`:generateContent`, `:streamGenerateContent?alt=sse`) and answers as scripted: each request
 * takes the next reply; a request beyond the script is answered with 500.
 */
export class FakeGemini {
  readonly requests: SeenRequest[] = [];
  readonly #script: Reply[] = [];
  #responder: Responder = () => undefined;
  readonly #arrivals: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    private readonly validKey: string | undefined,
  ) {}

  /** @param validKey the only key that is accepted; any key where it is undefined */
  static async start(validKey?: string): Promise<FakeGemini> {
    shareDispatcherWithJest();
    const server = createServer();
    const fake = new FakeGemini(server, validKey);
    server.on('request', (request, response) => void fake.#handle(request, response).catch(() => response.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Adds replies to the script. */
  replies(...replies: readonly Reply[]): this {
    this.#script.push(...replies);
    return this;
  }

  /** Answers what is beyond the script as each request deserves; undefined leaves it to the fake's own 500. */
  respond(responder: Responder): this {
    this.#responder = responder;
    return this;
  }

  /** Resolves when that many requests have come in. */
  async requested(count: number): Promise<void> {
    while (this.requests.length < count) await new Promise<void>((resolve) => this.#arrivals.push(resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, model, method] = ROUTE.exec(request.url ?? '') ?? [];
    const body = (await json(request)) as WireRequestBody;
    if (request.method !== 'POST' || model === undefined) return sendError(errorReply(404, 'Unknown route.'), response);
    const key = request.headers['x-goog-api-key']?.toString();
    const streamed = method === 'streamGenerateContent';
    const seen = { model, streamed, key, body, gone: once(response, 'close').then(() => undefined) };
    this.requests.push(seen);
    for (const arrived of this.#arrivals.splice(0)) arrived();
    if (this.validKey !== undefined && key !== this.validKey) return sendError(badKeyReply(), response);
    const reply = this.#script.shift() ?? (await this.#responder(seen));
    await send(reply ?? errorReply(500, 'The script of the fake is over.'), streamed, response);
  }
}

async function send(reply: Reply, streamed: boolean, response: ServerResponse): Promise<void> {
  if (reply.kind === 'error') return sendError(reply, response);
  if (reply.kind === 'silence') return;
  if (!streamed) {
    response.setHeader('content-type', 'application/json; charset=UTF-8');
    response.end(JSON.stringify(reply.chunks.at(-1) ?? {}));
    return;
  }
  response.setHeader('content-type', 'text/event-stream');
  response.flushHeaders();
  for (const [index, chunk] of reply.chunks.entries()) {
    if (index > 0 && reply.pauseMs > 0) await pause(reply.pauseMs);
    if (index === reply.hold?.before) await reply.hold.until();
    if (response.destroyed) return;
    response.write(`data: ${JSON.stringify(chunk)}\r\n\r\n`);
  }
  if (reply.ending === 'end') response.end();
  // In the next turn of the event loop, so that what was written is on its way.
  if (reply.ending === 'cut') setImmediate(() => response.destroy());
}

function sendError(reply: Reply, response: ServerResponse): void {
  if (reply.kind !== 'error') return;
  response.writeHead(reply.body.error.code, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(reply.body));
}
