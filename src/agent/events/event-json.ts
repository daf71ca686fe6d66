import { timestamp } from '../../common/clock.js';
import { type LogEntryDraft, type WrittenEvent } from '../../session/index.js';
import { type RunEventBody } from './run-event.js';

/** Whose event it is, as every event says. */
export interface EventSubject {
  readonly runId: string;
  readonly sessionId: string;
}

/** The log itself adds the position, which only it knows. */
interface QueuedDraft {
  readonly type: 'queued';
}

/** An event as the log takes it; the log itself adds `seq`, and to the last one `events` and `digest`. */
export function draftEvent(subject: EventSubject, body: RunEventBody | QueuedDraft): LogEntryDraft {
  const { type, ...rest } = body;
  const json = JSON.stringify({
    type,
    run_id: subject.runId,
    session_id: subject.sessionId,
    timestamp: timestamp(),
    ...rest,
  });
  if (body.type === 'chunk') return { json, text: body.content };
  if (type === 'retry') return { json, voids: true };
  return type === 'done' ? { json, final: true } : { json };
}

/** The answer so far as those events tell it. */
export function wordsOf(events: readonly WrittenEvent[]): string {
  return events
    .map(({ data }) => JSON.parse(data) as { type: string; content?: string })
    .reduce((words, { type, content }) => {
      if (type === 'retry') return '';
      return type === 'chunk' ? words + (content ?? '') : words;
    }, '');
}
