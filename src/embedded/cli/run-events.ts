import { EventSourceParserStream } from 'eventsource-parser/stream';
import { StartError } from '../start-error.js';

/** A source of an answer, as a client sees it. */
export interface ShownSource {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly period?: string;
}

/** An event of a run, as a client sees it: the contract (docs/run-events.md), not our own types, is what it goes by. */
export interface RunEvent {
  readonly type: string;
  readonly run_id: string;
  readonly content?: string;
  readonly position?: number;
  readonly tool?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly ok?: boolean;
  readonly summary?: string;
  readonly sources?: readonly ShownSource[];
  readonly attempt?: number;
  readonly name?: string;
  readonly url?: string;
  readonly code?: string;
  readonly status?: string;
  readonly duration_ms?: number;
  readonly cache_hit?: boolean;
  readonly usage?: {
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly total_tokens: number;
    readonly model_calls: number;
    readonly tool_calls: number;
  };
}

/**
 * Asks over HTTP and yields the events of the run as they arrive.
 * @throws StartError with the problem's own words when the question is refused.
 */
export async function* ask(url: string, token: string, message: string, signal: AbortSignal): AsyncGenerator<RunEvent> {
  const response = await fetch(`${url}/api/v1/agent/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ message, stream: true }),
    signal,
  });
  if (!response.ok || response.body === null) {
    const problem = (await response.json().catch(() => ({}))) as { code?: string; title?: string; detail?: string };
    const words = [problem.title, problem.detail].filter(Boolean).join('. ');
    throw new StartError(`The question was refused (${problem.code ?? `HTTP ${response.status}`}). ${words}`.trim());
  }
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const event of events) yield JSON.parse(event.data) as RunEvent;
}
