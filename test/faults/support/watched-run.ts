import { randomUUID } from 'node:crypto';
import { type Scene } from '../../fakes/stage/scene.js';
import { type ApiClient } from '../../support/api-client.js';
import { expectCompleteRun } from '../../support/run-digest.js';
import { openSse, type SseEvent, type SseStream } from '../../support/sse-client.js';

/** What a run must have cost in the end. */
export interface Cost {
  /** Model calls that came in, over all attempts. */
  readonly calls: number;
  /** Reads of the page, over all attempts. */
  readonly hits: number;
  /** Attempts that count, as the record says. */
  readonly attempts: number;
}

/** A question that was accepted, with one who has watched it from its first event on. */
export class WatchedRun {
  private constructor(
    readonly id: string,
    readonly sessionId: string,
    readonly scene: Scene,
    readonly user: ApiClient,
    readonly stream: SseStream,
  ) {}

  /** @param options of the question, beside its text  @param headers of the request, beside what says who asks */
  static async ask(
    user: ApiClient,
    scene: Scene,
    options: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<WatchedRun> {
    const body = { session_id: `session-${randomUUID()}`, timeout_seconds: 120, ...options };
    const accepted = await user.ask(scene.question, body, { headers: { prefer: 'respond-async', ...headers } });
    if (accepted.status !== 202) throw new Error(`Not accepted but ${accepted.status}: ${accepted.text}`);
    const { run_id: id, session_id: sessionId } = accepted.json as { run_id: string; session_id: string };
    return new WatchedRun(id, sessionId, scene, user, await WatchedRun.watch(user, id));
  }

  /** One more watcher, from any API process. */
  static watch(user: ApiClient, id: string, lastEventId?: string): Promise<SseStream> {
    const headers = { ...user.authorization, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    return openSse(user.url(`/agent/runs/${id}/events`), { headers });
  }

  /** Resolves when its watcher was told the end. */
  async over(limitMs?: number): Promise<SseEvent[]> {
    return this.stream.toEnd(limitMs);
  }

  async record() {
    return (await this.user.get(`/agent/runs/${this.id}`)).json;
  }

  async messages(user = this.user): Promise<{ role: string; content: string; status: string; usage: object }[]> {
    const { json } = await user.get(`/chat/sessions/${this.sessionId}/messages`);
    return json.items.filter((message: { run_id: string }) => message.run_id === this.id);
  }

  /** Asserts that it was answered once: one complete log for every watcher, one answer, one pair of messages, that cost. */
  async expectAnsweredOnce(cost: Cost, elsewhere: ApiClient = this.user): Promise<void> {
    const events = await this.over();
    expectCompleteRun(events);
    const replayed = await (await WatchedRun.watch(elsewhere, this.id)).toEnd();
    expect(replayed.map(({ id, raw }) => [id, raw])).toEqual(events.map(({ id, raw }) => [id, raw]));

    const { answer, calls, hits } = this.scene;
    const [message, done] = events.slice(-2).map(({ data }) => data);
    expect(message).toMatchObject({ type: 'message', content: answer });
    expect(wordsOf(events)).toBe(answer);
    expect(await this.messages(elsewhere)).toMatchObject([
      { role: 'assistant', content: answer, status: 'succeeded' },
      { role: 'user', content: this.scene.question },
    ]);

    const record = await this.record();
    expect({ calls: calls.length, hits, attempts: record.attempts }).toEqual(cost);
    expect(record.status).toBe('succeeded');
    // The user pays for the attempt that answered: its calls of model and tool, and nothing twice.
    expect(record.usage).toMatchObject(chargeOf(calls));
    expect(done.usage).toEqual(record.usage);
  }
}

/** The words that stand at the end: what came before a `retry` is void. */
export function wordsOf(events: readonly SseEvent[]): string {
  return events.reduce((words, { data }) => {
    if (data.type === 'retry') return '';
    return data.type === 'chunk' ? words + data.content : words;
  }, '');
}

function chargeOf(calls: Scene['calls']): { model_calls: number; tool_calls: number } {
  const last = calls[0] === undefined ? [] : calls.slice(calls.lastIndexOf(calls[0]));
  return { model_calls: last.length, tool_calls: last.includes('answer') ? 1 : 0 };
}
