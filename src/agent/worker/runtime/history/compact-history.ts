import { createEvent, type Event, getFunctionResponses } from '@google/adk';
import { type Part } from '@google/genai';
import { readToolReport, type ToolReport } from '../adapters/tool-report.js';
import { countTokens } from '../tokens.js';

/** How many of the questions that were dropped are still named, and with how many characters of each. */
const NAMED_QUESTIONS = 20;
const LONGEST_QUESTION = 200;
/** How ADK begins what is no question of the user's; the built-in model knows it, too. */
const CONTEXT: Part = { text: 'For context:' };

/**
 * A conversation's history within a budget of tokens, for the model alone: the record stays whole. What tools returned is shortened
 * first, the oldest first, since the answers that were made of it remain; then whole turns are dropped, the oldest first, and a note says
 * what they asked. The newest turn is never dropped. No model is asked: the same history is always cut the same way.
 * @param events the history as `seedEvents` gives it: it begins with a question
 */
export function compactHistory(events: readonly Event[], budget: number): Event[] {
  const turns = turnsOf(events);
  const costs = turns.map(costOf);
  let total = costs.reduce((sum, cost) => sum + cost, 0);
  for (let at = 0; at < turns.length && total > budget; at += 1) {
    const shortened = (turns[at] ?? []).map(withoutData);
    const cost = costOf(shortened);
    total += cost - (costs[at] ?? 0);
    turns[at] = shortened;
    costs[at] = cost;
  }
  let dropped = 0;
  while (total > budget && dropped < turns.length - 1) {
    total -= costs[dropped] ?? 0;
    dropped += 1;
  }
  const note = dropped === 0 ? [] : [noteOn(turns.slice(0, dropped))];
  return [...note, ...turns.slice(dropped).flat()];
}

/** A turn begins with a question. */
function turnsOf(events: readonly Event[]): Event[][] {
  const turns: Event[][] = [];
  for (const event of events) {
    const last = turns.at(-1);
    if (last === undefined || isQuestion(event)) turns.push([event]);
    else last.push(event);
  }
  return turns;
}

function isQuestion(event: Event): boolean {
  return event.author === 'user' && getFunctionResponses(event).length === 0;
}

function costOf(turn: readonly Event[]): number {
  return turn.reduce((sum, { content }) => sum + countTokens(JSON.stringify(content ?? '')), 0);
}

/** Of what tools returned only the summary and the sources stay, which the answers still refer to. */
function withoutData(event: Event): Event {
  if (getFunctionResponses(event).length === 0) return event;
  const parts = (event.content?.parts ?? []).map((part): Part => {
    const report = readToolReport(part.functionResponse?.response);
    if (!report?.ok) return part;
    const { id, name } = part.functionResponse ?? {};
    return { functionResponse: { id, name, response: withoutFindings(report) } };
  });
  return { ...event, content: { ...event.content, parts } };
}

/** A report as ADK keeps it: plain JSON. */
function withoutFindings(report: ToolReport & { ok: true }): Record<string, unknown> {
  const { summary, sources, confidence } = report.findings;
  return {
    ok: true,
    notice: 'The data of this earlier result was left out to save room; call the tool again if you need it.',
    findings: { data: {}, sources, summary, coverage: '', missing: [], confidence },
  };
}

/** One content that is no question, in the place of the turns that were dropped. */
function noteOn(turns: readonly (readonly Event[])[]): Event {
  const [first] = turns[0] ?? [];
  const questions = turns.flatMap(([question]) => textOf(question)).slice(-NAMED_QUESTIONS);
  const list = questions.map((question) => `- ${question.slice(0, LONGEST_QUESTION)}`).join('\n');
  return createEvent({
    id: `note-${first?.id ?? ''}`,
    invocationId: first?.invocationId ?? 'note',
    author: 'user',
    timestamp: first?.timestamp ?? 0,
    content: { role: 'user', parts: [CONTEXT, { text: `Earlier in this conversation the user asked:\n${list}` }] },
  });
}

function textOf(event: Event | undefined): string[] {
  const text = (event?.content?.parts ?? []).map((part) => part.text ?? '').join('');
  return text.trim() === '' ? [] : [text.replace(/\s+/g, ' ').trim()];
}
