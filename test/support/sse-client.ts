import { EventEmitter, once } from 'node:events';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type Json, parseJson } from './json.js';

/** One event as it came over the wire. */
export interface SseEvent {
  /** The `id:` line, if there was one. */
  readonly id: string | undefined;
  /** The `event:` line, if there was one; ours have none. */
  readonly name: string | undefined;
  /** The `data:` text, unparsed, so that digests can be checked byte by byte. */
  readonly raw: string;
  /** The `data:` text as JSON. */
  readonly data: Json;
}

export interface SseOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

const WAIT_MS = 60_000;

/**
 * Opens an event stream, for real: over HTTP, parsed as a browser would.
 * @throws Error when the answer is no event stream.
 */
export async function openSse(url: string, options: SseOptions = {}): Promise<SseStream> {
  const controller = new AbortController();
  const response = await fetch(url, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      accept: 'text/event-stream',
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: controller.signal,
  });
  if (!response.ok || !response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    throw new Error(`No event stream but ${response.status}: ${await response.text()}`);
  }
  return new SseStream(response, controller);
}

/** An open event stream. It reads on its own, so nothing is lost between two awaits; `events` holds all there was so far. */
export class SseStream implements AsyncIterable<SseEvent> {
  readonly events: SseEvent[] = [];
  readonly comments: string[] = [];
  /** Resolves when the stream has ended: by the server, by `close`, or by a cut (then `failure` says which). */
  readonly ended: Promise<void>;
  failure: unknown;
  /** The id a client would resume with. */
  lastEventId: string | undefined;
  private closed = false;
  private readonly bell = new EventEmitter();

  constructor(
    readonly response: Response,
    private readonly controller: AbortController,
  ) {
    // Undici may never settle a read that is aborted in the moment its stream ends.
    this.ended = Promise.race([this.read(), once(this.controller.signal, 'abort')]).then(() => {
      this.closed = true;
      this.bell.emit('news');
    });
  }

  /** Every event from the first one on, also those that came before the loop began, until the stream ends. */
  async *[Symbol.asyncIterator](): AsyncGenerator<SseEvent> {
    for (let index = 0; ; index += 1) {
      while (index >= this.events.length) {
        if (this.closed) return;
        await once(this.bell, 'news');
      }
      yield this.events[index] as SseEvent;
    }
  }

  /** The first event the predicate holds for, past or to come. @throws Error when it does not come in time. */
  async waitFor(predicate: (event: SseEvent) => boolean, limitMs = WAIT_MS): Promise<SseEvent> {
    const search = (async () => {
      for await (const event of this) if (predicate(event)) return event;
      throw new Error(`The stream ended without the awaited event. It had: ${this.summary()}`);
    })();
    return this.within(search, limitMs);
  }

  /** The first event of that type. */
  waitForType(type: string, limitMs = WAIT_MS): Promise<SseEvent> {
    return this.waitFor((event) => event.data?.type === type, limitMs);
  }

  /** The first id there is to resume with, also where it came without an event. */
  async waitForId(limitMs = WAIT_MS): Promise<string> {
    const search = (async () => {
      while (this.lastEventId === undefined && !this.closed) await once(this.bell, 'news');
      if (this.lastEventId === undefined) throw new Error('The stream ended without an id');
      return this.lastEventId;
    })();
    return this.within(search, limitMs);
  }

  /** All events, once the stream has ended. */
  async toEnd(limitMs = WAIT_MS): Promise<SseEvent[]> {
    await this.within(this.ended, limitMs);
    return this.events;
  }

  /** Leaves, as a closed browser tab does. */
  async close(): Promise<void> {
    this.controller.abort();
    await this.ended;
  }

  private async within<T>(work: Promise<T>, limitMs: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      const complain = () => reject(new Error(`Nothing after ${limitMs} ms. The stream had: ${this.summary()}`));
      timer = setTimeout(complain, limitMs);
    });
    try {
      return await Promise.race([work, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async read(): Promise<void> {
    const parser = createParser({
      onEvent: (message) => this.take(message),
      onComment: (comment) => this.comments.push(comment),
    });
    const decoder = new TextDecoder();
    const noteIds = this.idKeeper();
    try {
      for await (const bytes of this.response.body as unknown as AsyncIterable<Uint8Array>) {
        const text = decoder.decode(bytes, { stream: true });
        parser.feed(text);
        noteIds(text);
      }
    } catch (error) {
      if (!this.controller.signal.aborted) this.failure = error;
    }
  }

  /** The parser tells of events alone; a browser also keeps the id of a block that has no data, and only of whole blocks. */
  private idKeeper(): (text: string) => void {
    let rest = '';
    return (text) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      const ids = blocks.flatMap((block) => /^id: (.*)$/m.exec(block)?.[1] ?? []);
      if (ids.length === 0) return;
      this.lastEventId = ids.at(-1);
      this.bell.emit('news');
    };
  }

  private take({ id, event, data }: EventSourceMessage): void {
    this.events.push({ id, name: event, raw: data, data: parseJson(data) });
    this.bell.emit('news');
  }

  private summary(): string {
    return JSON.stringify(this.events.map((event) => event.data?.type ?? event.raw));
  }
}
