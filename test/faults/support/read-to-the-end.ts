import { type ApiClient } from '../../support/api-client.js';
import { openSse, type SseEvent, type SseStream } from '../../support/sse-client.js';

/** Reads a run's events as a good client does: after every cut it comes again with the id it saw last. */
export function readToTheEnd(user: ApiClient, id: string, lastEventId?: string): Promise<SseEvent[]> {
  return read(user, `/agent/runs/${id}/events`, lastEventId, (stream) => stream.ended);
}

/** The same by the stream of the run's session, which goes on after the run's end and is left then. */
export function readSessionToTheEnd(user: ApiClient, sessionId: string, lastEventId: string): Promise<SseEvent[]> {
  return read(user, `/agent/stream?session_id=${sessionId}`, lastEventId, leaveWhenDone);
}

async function read(
  user: ApiClient,
  path: string,
  lastEventId: string | undefined,
  untilOver: (stream: SseStream) => Promise<void>,
): Promise<SseEvent[]> {
  const events: SseEvent[] = [];
  let last = lastEventId;
  while (events.at(-1)?.data.type !== 'done') {
    const stream = await connect(user, path, last);
    if (stream === undefined) continue;
    await untilOver(stream);
    events.push(...stream.events);
    last = stream.lastEventId ?? last;
  }
  return events;
}

async function leaveWhenDone(stream: SseStream): Promise<void> {
  for await (const { data } of stream) if (data.type === 'done') await stream.close();
}

/** Undefined when the connection broke before the answer began. */
async function connect(user: ApiClient, path: string, last: string | undefined): Promise<SseStream | undefined> {
  const headers = { ...user.authorization, ...(last !== undefined && { 'last-event-id': last }) };
  try {
    return await openSse(user.url(path), { headers });
  } catch (error) {
    // By its words: the error comes from another realm than Jest's. An nginx says 502 when the connection broke behind it.
    if (/^(fetch failed$|No event stream but 502:)/.test((error as Error).message)) return undefined;
    throw error;
  }
}
