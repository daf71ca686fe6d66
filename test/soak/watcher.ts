import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient } from '../support/api-client.js';
import { openSse, type SseEvent, type SseStream } from '../support/sse-client.js';
import { type Chance } from './chance.js';

/** How long one stays at most before being cut off, in milliseconds. */
const LONGEST_STAY = 6_000;
/** Before one comes again. */
const LONGEST_REST = 500;
/** Answers that say: not now. */
const NOT_NOW = /^(fetch failed$|No event stream but (502|503|429):)/;

interface Visit {
  /** The `Last-Event-ID` one came with, and when one left. */
  readonly lastEventId: string | undefined;
  readonly left: Date;
  readonly events: readonly SseEvent[];
}

/** One who follows a stream as a good client does, over a network that breaks again and again, at one API process after the other. */
export class Watcher {
  /** What was seen from one coming to the next cut. */
  readonly visits: Visit[] = [];
  /** What a client would come back with. */
  lastEventId: string | undefined;
  /** The last word of an API that would not show the stream, as `404: …`. */
  refusal: string | undefined;

  constructor(
    private readonly path: string,
    private readonly nextApi: () => ApiClient,
    private readonly chance: Chance,
  ) {}

  get events(): SseEvent[] {
    return this.visits.flatMap(({ events }) => events);
  }

  /** Comes again and again. @param until true at the event after which there is nothing to wait for */
  async follow(leave: AbortSignal, until: (event: SseEvent) => boolean = () => false): Promise<void> {
    while (!leave.aborted && this.refusal === undefined && !this.visits.at(-1)?.events.some(until)) {
      const stream = await this.connect();
      if (stream === undefined) await delay(this.chance.between(50, LONGEST_REST));
      else await this.stay(stream, leave);
    }
  }

  private async stay(stream: SseStream, leave: AbortSignal): Promise<void> {
    const cut = new AbortController();
    const signal = AbortSignal.any([leave, cut.signal]);
    const stays = delay(this.chance.between(20, LONGEST_STAY), undefined, { signal }).catch(() => undefined);
    await Promise.race([stream.ended, stays]);
    cut.abort();
    await stream.close();
    this.visits.push({ lastEventId: this.lastEventId, left: new Date(), events: stream.events });
    this.lastEventId = stream.lastEventId ?? this.lastEventId;
  }

  /** Undefined when it must be tried again, or never again. */
  private async connect(): Promise<SseStream | undefined> {
    const api = this.nextApi();
    const id = this.lastEventId;
    const headers = { ...api.authorization, ...(id !== undefined && { 'last-event-id': id }) };
    try {
      return await openSse(api.url(this.path), { headers });
    } catch (error) {
      const { message } = error as Error;
      if (!NOT_NOW.test(message)) this.refusal = message.replace('No event stream but ', '');
      return undefined;
    }
  }
}
