import { digestOf } from '../support/run-digest.js';
import { type SseEvent } from '../support/sse-client.js';

/**
 * What is wrong with the events of one run as one watcher saw them, `gap`s included: docs/run-events.md says what is right. Behind a
 * `gap` anything may come next, and an end may be told anew.
 */
export function faultsIn(events: readonly SseEvent[]): string[] {
  const faults: string[] = [];
  let seq = 0;
  let [began, broken, over] = [false, false, false];
  for (const { data } of events) {
    if (data.type === 'gap') [broken, over] = [true, false];
    else if (data.type === 'snapshot') {
      if (began && !broken) faults.push(`a snapshot without a gap after ${seq}`);
      seq = data.seq ?? seq;
    } else {
      if (over) faults.push(`${data.type} ${data.seq} after the end`);
      if (data.seq !== seq + 1 && !broken) faults.push(`${data.type} ${data.seq} after ${seq}`);
      [seq, broken, over] = [data.seq, false, data.type === 'done'];
    }
    began = true;
  }
  if (wasWhole(events)) faults.push(...faultsOfWhole(events));
  return faults;
}

const wasWhole = (events: readonly SseEvent[]) =>
  events.every(({ data }) => data.type !== 'gap' && data.type !== 'snapshot') && events.at(-1)?.data.type === 'done';

function faultsOfWhole(events: readonly SseEvent[]): string[] {
  const done = events.at(-1)?.data;
  const ends = events.filter(({ data }) => ['message', 'error', 'cancelled'].includes(data.type));
  return [
    ...(ends.length === 1 ? [] : [`${ends.length} last words`]),
    ...(done.events === events.length ? [] : [`${done.events} events, of which ${events.length} came`]),
    ...(done.digest === digestOf(events.slice(0, -1)) ? [] : ['another digest']),
  ];
}

/** The events in few words: `queued 1, start 2, chunk 3…9, gap, snapshot 12`. */
export function summaryOf(events: readonly SseEvent[]): string {
  const words: string[] = [];
  let [type, from, to]: [string, number | undefined, number | undefined] = ['', undefined, undefined];
  const say = () => type !== '' && words.push(from === to ? `${type} ${from ?? ''}`.trim() : `${type} ${from}…${to}`);
  for (const { data } of events) {
    if (data.type === type && data.seq === (to ?? 0) + 1) to = data.seq;
    else {
      say();
      [type, from, to] = [data.type, data.seq, data.seq];
    }
  }
  say();
  return words.join(', ');
}
