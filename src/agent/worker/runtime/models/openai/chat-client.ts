import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';
import { SECOND } from '../../../../../common/clock.js';
import { retryAfterMs } from '../../../providers/http/retry-after.js';
import { OpenAiError } from './openai-error.js';
import { type Chunk, chunkSchema, type ChatRequest, failureSchema, type WireErrorBody } from './openai-wire.js';

/** Where an OpenAI-compatible model is reached. */
export interface ChatClientOptions {
  /** Without a slash at its end, e.g. `http://localhost:11434/v1`. */
  readonly baseUrl: string;
  /** Undefined where the server wants none. */
  readonly apiKey: string | undefined;
  /** Milliseconds one request may take until its last byte. */
  readonly timeoutMs: number;
}

/** What the words of an error in the middle of a stream amount to as an HTTP status. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  context_length_exceeded: 400,
  content_filter: 400,
  invalid_api_key: 401,
  model_not_found: 404,
};
/** Longest error text that is read. */
const MAX_ERROR = 4_096;

/** Speaks OpenAI's chat completions, streamed, over HTTP. */
export class ChatClient {
  readonly #agent: Agent;

  constructor(private readonly options: ChatClientOptions) {
    // A model may think long before its first word; the request's own limit covers all of it.
    this.#agent = new Agent({ connect: { timeout: 10 * SECOND }, headersTimeout: 0, bodyTimeout: 0 });
  }

  /**
   * The pieces of an answer as they come, to the end of the stream.
   * @throws OpenAiError when the server refuses or breaks off; what undici throws for the connection; the signal's reason
   */
  async *stream(chat: ChatRequest, signal?: AbortSignal): AsyncGenerator<Chunk> {
    const limit = AbortSignal.any([AbortSignal.timeout(this.options.timeoutMs), ...(signal ? [signal] : [])]);
    const { headers, body } = await this.#post(chat, limit);
    const streamed = String(headers['content-type']).startsWith('text/event-stream');
    for await (const data of streamed ? serverSentData(body) : [await body.text()]) {
      if (data === '[DONE]') return;
      yield read(data);
    }
  }

  async #post(chat: ChatRequest, signal: AbortSignal) {
    const { baseUrl, apiKey } = this.options;
    const response = await request(`${baseUrl}/chat/completions`, {
      method: 'POST',
      dispatcher: this.#agent,
      signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(chat),
    });
    if (response.statusCode < 300) return response;
    const text = (await response.body.text()).slice(0, MAX_ERROR);
    const error = readFailure(text);
    throw new OpenAiError(response.statusCode, error.message, codeOf(error), retryAfterOf(response.headers));
  }
}

async function* serverSentData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const ready: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => ready.push(data) });
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* ready.splice(0);
  }
  // Some servers end without the blank line after the last event.
  parser.feed(`${decoder.decode()}\n\n`);
  yield* ready.splice(0);
}

/** @throws OpenAiError for an error that came instead of a piece, or for what is no piece at all */
function read(data: string): Chunk {
  const chunk = chunkSchema.safeParse(parseJson(data));
  if (!chunk.success) throw new OpenAiError(502, 'The server sent what is no chat completion.', undefined, undefined);
  const { error } = chunk.data;
  if (error) {
    const code = codeOf(error);
    throw new OpenAiError(STATUS_OF_CODE[code ?? ''] ?? 500, error.message, code, undefined);
  }
  return chunk.data;
}

function readFailure(text: string): WireErrorBody {
  const body = failureSchema.safeParse(parseJson(text)).data;
  return body?.error ?? { message: body?.message ?? text, code: undefined, type: undefined };
}

function codeOf({ code, type }: WireErrorBody): string | undefined {
  return typeof code === 'string' ? code : (type ?? undefined);
}

/** Seconds; OpenAI also sends milliseconds of its own. */
function retryAfterOf(headers: Readonly<Record<string, string | string[] | undefined>>): number | undefined {
  const exact = Number(headers['retry-after-ms']);
  const header = headers['retry-after'];
  const ms = exact > 0 ? exact : retryAfterMs(typeof header === 'string' ? header : null);
  return ms === undefined ? undefined : Math.ceil(ms / SECOND);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
