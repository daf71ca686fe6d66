import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster } from '../faults/support/cluster.js';
import { type ApiClient, type ApiResponse } from '../support/api-client.js';
import { type Chance } from './chance.js';
import { type Question, type Session } from './question.js';
import { Watcher } from './watcher.js';

const SESSIONS = 2;
/** Between two questions, in milliseconds. */
const LONGEST_SILENCE = 2_500;
/** How long a request is waited for, and how long a question with an Idempotency-Key is asked again. */
const PATIENCE = 15_000;
const PERSISTENCE = 60_000;

/** A user who asks all the time, in a few sessions, cancels now and then, deletes a session, and watches everything. */
export class Talker {
  readonly questions: Question[] = [];
  readonly sessions: Session[] = [];
  private readonly watching: Promise<void>[] = [];

  private constructor(
    private readonly cluster: Cluster,
    private readonly user: ApiClient,
    private readonly chance: Chance,
    /** Aborted when nobody watches any more. */
    private readonly leave: AbortSignal,
  ) {}

  static async arrive(cluster: Cluster, chance: Chance, leave: AbortSignal): Promise<Talker> {
    const talker = new Talker(cluster, await cluster.user(), chance, leave);
    for (let session = 0; session < SESSIONS; session += 1) talker.openSession();
    return talker;
  }

  /** Asks until then; resolves when everything that was asked is accepted or refused. */
  async talkUntil(end: AbortSignal): Promise<void> {
    const asking: Promise<void>[] = [];
    while (!end.aborted) {
      await delay(this.chance.between(0, LONGEST_SILENCE), undefined, { signal: end }).catch(() => undefined);
      if (end.aborted) break;
      const session = this.chance.of(this.sessions.filter(({ deleted }) => !deleted));
      asking.push(this.ask(session));
      // Two in the same moment are the ones that could be begun side by side.
      if (this.chance.oneIn(3)) asking.push(this.ask(session));
      if (this.chance.oneIn(60)) asking.push(this.remove(session));
    }
    await Promise.all(asking);
  }

  /** Resolves when its watchers have left, or have seen what they came for. */
  async left(): Promise<void> {
    await Promise.all(this.watching);
  }

  private openSession(): void {
    const name = `session-${randomUUID()}`;
    const watcher = new Watcher(`/agent/stream?session_id=${name}`, () => this.anywhere(), this.chance.fork());
    this.sessions.push({ name, watcher, deleted: false });
    this.watching.push(watcher.follow(this.leave));
  }

  private async ask(session: Session): Promise<void> {
    const question = this.newQuestion(session);
    this.questions.push(question);
    const onBusy = this.chance.of(['enqueue', 'enqueue', 'enqueue', 'enqueue', 'interrupt', 'reject']);
    const forks = {
      watches: this.chance.oneIn(2),
      cancels: this.chance.oneIn(12),
      after: this.chance.between(0, 3_000),
    };
    await this.submit(question, onBusy);
    if (question.runId === undefined) return;
    if (forks.watches) this.watch(question, question.runId);
    if (forks.cancels) await this.cancel(question, question.runId, forks.after);
  }

  private newQuestion(session: Session): Question {
    const calledAt: number[] = [];
    const scene = this.cluster.stage.scene({
      tool: this.chance.oneIn(2),
      pieces: Array.from({ length: Math.floor(this.chance.between(1, 40)) }, (_unused, index) => `word-${index} `),
      pauseMs: Math.floor(this.chance.between(0, 60)),
      instead: () => void calledAt.push(Date.now()),
    });
    const key = this.chance.oneIn(2) ? randomUUID() : undefined;
    return { scene, session, key, calledAt, watchedFrom: session.watcher.lastEventId };
  }

  /** Once, or with an Idempotency-Key until it is answered. */
  private async submit(question: Question, onBusy: string): Promise<void> {
    const { key, scene, session } = question;
    const headers = { prefer: 'respond-async', ...(key !== undefined && { 'idempotency-key': key }) };
    const body = { session_id: session.name, message: scene.question, timeout_seconds: 120, on_busy: onBusy };
    for (const asked = Date.now(); ;) {
      const response = await this.send((api) => api.post('/agent/query', body, { headers }));
      if (response?.status === 202) question.runId = response.json.run_id;
      else question.refusal = response ? `${response.status} ${response.json?.code}` : 'no answer';
      const mayCome = response === undefined || response.json?.retryable === true;
      if (!mayCome || key === undefined || Date.now() - asked > PERSISTENCE) return;
      await delay(this.chance.between(100, 1_000));
    }
  }

  private watch(question: Question, runId: string): void {
    question.watcher = new Watcher(`/agent/runs/${runId}/events`, () => this.anywhere(), this.chance.fork());
    this.watching.push(question.watcher.follow(this.leave, ({ data }) => data.type === 'done'));
  }

  private async cancel(question: Question, runId: string, after: number): Promise<void> {
    await delay(after);
    const receipt = await this.send((api) => api.post(`/agent/runs/${runId}/cancel`));
    if (receipt?.status === 200 && receipt.json.delivered)
      question.stopped = { at: Date.now(), status: receipt.json.status };
  }

  private async remove(session: Session): Promise<void> {
    session.deleted = true;
    this.openSession();
    await this.send((api) => api.request(`/chat/sessions/${session.name}`, { method: 'DELETE' }));
  }

  /** Undefined when no answer came: nobody listened, the connection broke, or it took too long. */
  private async send(request: (api: ApiClient) => Promise<ApiResponse>): Promise<ApiResponse | undefined> {
    const tired = new AbortController();
    const patience = delay(PATIENCE, undefined, { signal: tired.signal }).catch(() => undefined);
    const answered = request(this.anywhere()).catch(() => undefined);
    const response = await Promise.race([answered, patience]);
    tired.abort();
    return response as ApiResponse | undefined;
  }

  private anywhere(): ApiClient {
    const { apis } = this.cluster;
    // While none is there, an address at which none listens.
    return this.user.at(apis.length === 0 ? 'http://127.0.0.1:9' : this.chance.of(apis).url);
  }
}
