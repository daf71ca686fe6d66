import { type ApiClient } from '../../support/api-client.js';
import { type SseEvent, type SseStream } from '../../support/sse-client.js';
import { WatchedRun } from './watched-run.js';

/** Reads a run's events as a good client does: after every cut it comes again with the id it saw last. */
export async function readToTheEnd(user: ApiClient, id: string, lastEventId?: string): Promise<SseEvent[]> {
  const events: SseEvent[] = [];
  let last = lastEventId;
  while (events.at(-1)?.data.type !== 'done') {
    const stream = await connect(user, id, last);
    if (stream === undefined) continue;
    await stream.ended;
    events.push(...stream.events);
    last = stream.lastEventId ?? last;
  }
  return events;
}

/** Undefined when the connection broke before the answer began. */
async function connect(user: ApiClient, id: string, last: string | undefined): Promise<SseStream | undefined> {
  try {
    return await WatchedRun.watch(user, id, last);
  } catch (error) {
    // By its words: the error comes from another realm than Jest's.
    if ((error as Error).message === 'fetch failed') return undefined;
    throw error;
  }
}
