import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { errorReply, type Reply } from './openai-replies.js';

/** A request's body, as far as tests look at it. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly {
    readonly role: string;
    readonly content: unknown;
    readonly tool_calls?: readonly { readonly id: string; readonly function: { name: string; arguments: string } }[];
    readonly tool_call_id?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[];
  readonly stream: boolean;
  readonly stream_options?: unknown;
}

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly authorization: string | undefined;
  readonly body: ChatBody;
  /** Resolves once the client has gone, whether the answer was complete or not. */
  readonly gone: Promise<void>;
}

/**
 * A server that speaks OpenAI's chat completions and answers as scripted: each request takes the next reply; a request beyond the script is
 * answered with 500. Like the real one it refuses a history in which a call and its result do not belong together.
 */
export class FakeOpenAi {
  readonly requests: SeenRequest[] = [];
  readonly #script: Reply[] = [];
  readonly #arrivals: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    private readonly validKey: string | undefined,
  ) {}

  /** @param validKey the only key that is accepted; none is asked for where it is undefined, as Ollama does */
  static async start(validKey?: string): Promise<FakeOpenAi> {
    const server = createServer();
    const fake = new FakeOpenAi(server, validKey);
    server.on('request', (request, response) => void fake.#handle(request, response).catch(() => response.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  /** The base URL, as a configuration names it. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Adds replies to the script. */
  replies(...replies: readonly Reply[]): this {
    this.#script.push(...replies);
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
    const body = (await json(request)) as ChatBody;
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      return send(errorReply(404, { message: 'Unknown route.' }), response);
    }
    const { authorization } = request.headers;
    this.requests.push({ authorization, body, gone: once(response, 'close').then(() => undefined) });
    for (const arrived of this.#arrivals.splice(0)) arrived();
    if (this.validKey !== undefined && authorization !== `Bearer ${this.validKey}`) {
      return send(errorReply(401, { message: 'Incorrect API key provided.' }), response);
    }
    const fault = faultOf(body);
    if (fault !== undefined) return send(errorReply(400, { message: fault }), response);
    send(this.#script.shift() ?? errorReply(500, { message: 'The script of the fake is over.' }), response);
  }
}

/** What OpenAI would say of a request it does not take. */
function faultOf({ messages, tools }: ChatBody): string | undefined {
  let open: string[] = [];
  for (const { role, tool_calls = [], tool_call_id = '' } of messages) {
    if (role === 'tool' && !open.includes(tool_call_id))
      return 'messages with role "tool" must follow their tool_calls';
    if (role !== 'tool' && open.length > 0) return `tool_call_ids did not have response messages: ${open.join(', ')}`;
    open = role === 'tool' ? open.filter((id) => id !== tool_call_id) : tool_calls.map(({ id }) => id);
  }
  if (open.length > 0) return `tool_call_ids did not have response messages: ${open.join(', ')}`;
  const types = JSON.stringify(tools ?? []).match(/"type":"[A-Z]+"/);
  return types === null ? undefined : `Invalid schema for function: ${types[0]} is not valid`;
}

function send(reply: Reply, response: ServerResponse): void {
  switch (reply.kind) {
    case 'silence':
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Welcome to nginx!</title></html>');
      return;
    case 'json':
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
      return;
    case 'error':
      response
        .writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
        .end(JSON.stringify(reply.body));
      return;
    case 'stream':
      sendStream(reply, response);
  }
}

function sendStream(
  { events, ending, bytesAPiece }: Extract<Reply, { kind: 'stream' }>,
  response: ServerResponse,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const text = events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
  const bytes = Buffer.from(text);
  const step = bytesAPiece ?? (bytes.length || 1);
  for (let at = 0; at < bytes.length; at += step) response.write(bytes.subarray(at, at + step));
  if (ending === 'end') response.end();
  // In the next turn of the event loop, so that what was written is on its way.
  if (ending === 'cut') setImmediate(() => response.destroy());
}
