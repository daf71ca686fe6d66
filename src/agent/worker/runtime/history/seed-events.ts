import { createEvent, type Event, getFunctionCalls, getFunctionResponses } from '@google/adk';
import { z } from 'zod';
import { type AgentEvent } from '../../../../session/index.js';
import { type ToolFindings } from '../../tools/tool.js';
import { readToolReport } from '../adapters/tool-report.js';

/** As much of a stored event as a model can be shown. What is not of this shape was written by an incompatible version. */
const storedEvent = z.looseObject({
  id: z.string(),
  invocationId: z.string(),
  author: z.string(),
  timestamp: z.number(),
  content: z.looseObject({ role: z.string(), parts: z.array(z.looseObject({})).min(1) }),
});

/**
 * The stored history as ADK events a model accepts: it starts with a question, and every function call has its response. The newest
 * events may have been cut off in the middle of a turn, and an older version may have left a call unanswered.
 */
export function seedEvents(history: readonly AgentEvent[]): Event[] {
  const events = history.flatMap((stored) =>
    storedEvent.safeParse(stored).success ? [createEvent(stored as Partial<Event>)] : [],
  );
  const start = events.findIndex(isQuestion);
  return start < 0 ? [] : withoutLooseEnds(events.slice(start));
}

/** What the tools of the seeded history returned, with their sources under the ids the model sees there. */
export function findingsIn(events: readonly Event[]): ToolFindings[] {
  return events.flatMap((event) =>
    getFunctionResponses(event).flatMap(({ response }) => {
      const report = readToolReport(response);
      return report?.ok ? [report.findings] : [];
    }),
  );
}

/** What the user wrote in the seeded history: behind it, a message has its files. */
export function questionsIn(events: readonly Event[]): string[] {
  return events.filter(isQuestion).map((event) => event.content?.parts?.[0]?.text ?? '');
}

function isQuestion(event: Event): boolean {
  return event.author === 'user' && getFunctionResponses(event).length === 0;
}

function withoutLooseEnds(events: readonly Event[]): Event[] {
  const called = new Set(events.flatMap((event) => getFunctionCalls(event).map((call) => call.id)));
  const answered = new Set(events.flatMap((event) => getFunctionResponses(event).map((response) => response.id)));
  return events.flatMap((event) => {
    const parts = (event.content?.parts ?? []).filter(
      (part) =>
        (!part.functionCall || answered.has(part.functionCall.id)) &&
        (!part.functionResponse || called.has(part.functionResponse.id)),
    );
    return parts.length === 0 ? [] : [{ ...event, content: { ...event.content, parts } }];
  });
}
