import { createHash } from 'node:crypto';
import { type SseEvent } from './sse-client.js';

/** The digest a client computes over what it received: d(0) = '', d(n) = sha1hex(d(n-1) + data(n)), without `done`. */
export function digestOf(events: readonly SseEvent[]): string {
  return events.reduce(
    (digest, event) =>
      createHash('sha1')
        .update(digest + event.raw)
        .digest('hex'),
    '',
  );
}

/** Asserts what must be true of every complete run: 1…N, one last word, `done` at the end, the digest right. */
export function expectCompleteRun(events: readonly SseEvent[]): void {
  expect(events.map((event) => event.data.seq)).toEqual(events.map((_event, index) => index + 1));
  const types = events.map((event) => event.data.type as string);
  expect(types[0]).toBe('queued');
  expect(types.filter((type) => ['message', 'error', 'cancelled'].includes(type))).toHaveLength(1);
  expect(types.indexOf('done')).toBe(types.length - 1);
  const done = events.at(-1)?.data;
  expect(done.events).toBe(events.length);
  expect(done.digest).toBe(digestOf(events.slice(0, -1)));
}
