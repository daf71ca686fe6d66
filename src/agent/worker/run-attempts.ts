import { Injectable, Logger } from '@nestjs/common';
import { toAppError } from '../../common/errors/to-app-error.js';
import { AppConfig } from '../../config/index.js';
import { type AgentEvent, type Answer, Conversations, LogRefusedError } from '../../session/index.js';
import { AnswerCache } from '../cache/answer-cache.js';
import { type CachedQuestion, fileKeys } from '../cache/question-key.js';
import { runMetrics } from '../runs/run-metrics.js';
import { type RunEntity } from '../runs/run.entity.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { type Attachment } from './attachments/attachment.js';
import { RunAttachments } from './attachments/run-attachments.js';
import { patiently } from '../runs/patiently.js';
import { retryDelay } from './retry-delay.js';
import { RunAborted } from './run-abort.js';
import { RunArtifacts } from './run-artifacts.js';
import { type RunAtWork } from './run-at-work.js';
import { type AgentOutcome, AgentRuntime, type AttemptFailure } from './runtime/agent-runtime.port.js';
import { ToolLedgers } from './tool-ledgers.js';

/** How much of a conversation the agent is given. */
const HISTORY_EVENTS = 60;

/** What came of a run's attempts. */
export type AttemptsOutcome = AgentOutcome & { readonly cacheHit?: boolean };

/** Asks the agent, again and again while its failures may pass and there is time; then another model. */
@Injectable()
export class RunAttempts {
  private readonly logger = new Logger(RunAttempts.name);

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly answers: AnswerCache,
    private readonly ledgers: ToolLedgers,
    private readonly artifacts: RunArtifacts,
    private readonly files: RunAttachments,
    private readonly runtime: AgentRuntime,
    private readonly config: AppConfig,
  ) {}

  /** @throws the last failure; the reason of the lease's signal; RunAborted `fenced` when the run is another's by now */
  async work(work: RunAtWork): Promise<AttemptsOutcome> {
    const { run, publisher, first } = work;
    const { signal } = work.lease;
    const history = first
      ? []
      : await patiently(() => this.conversations.agentEvents(run.conversationId, HISTORY_EVENTS));
    const failures: AttemptFailure[] = [];
    let attachments: readonly Attachment[] | undefined;
    for (let attempt = run.attempts, model = this.runtime.choose([]) ?? this.runtime.model; ; attempt += 1) {
      publisher.emit({ type: 'start', message: run.message, attempt, model });
      try {
        attachments ??= await this.files.read(run, (event) => publisher.emit(event), signal);
        return await this.attempt({ history, attachments, attempt, model, ...work });
      } catch (error) {
        if (signal.aborted || error instanceof LogRefusedError) throw error;
        const failure = toAppError(error);
        failures.push({ model, code: failure.code });
        runMetrics.attemptFailed(model, failure.code);
        const next = this.runtime.choose(failures);
        this.logger.warn({
          msg: `Attempt ${attempt} (${model}) failed: ${failure.code}`,
          run_id: run.id,
          err: failure.cause,
        });
        const another = next !== undefined && next !== model;
        if (attempt > this.config.agent.maxRetries || !(failure.kind.retryable || another)) throw failure;
        // Another model need not wait for what this one asked for.
        const delayMs = retryDelay(another ? 1 : attempt, another ? undefined : failure.retryAfter);
        if (delayMs > work.deadline - Date.now()) throw failure;
        await this.pause(work, { attempt: attempt + 1, reason: failure.code, delayMs });
        model = next ?? model;
      }
    }
  }

  /**
   * What the same question was answered last, said to be so, for one whose own answer could not be made. Only a
   * conversation's first question has one.
   */
  async stale({ run, charge }: RunAtWork): Promise<AttemptsOutcome | undefined> {
    if (!run.options.cache) return undefined;
    const stale = await this.answers.findStale(this.questionOf(run));
    if (stale === undefined) return undefined;
    if ((await this.conversations.agentEvents(run.conversationId, 1)).length > 0) return undefined;
    const note = `${STALE_NOTE[run.language]}\n\n`;
    const answer = { ...stale.answer, content: `${note}${stale.answer.content}`, usage: charge.total };
    return { ...stale, answer: { ...answer, ...movedGrounding(stale.answer, note.length) }, cacheHit: true };
  }

  private async attempt(work: Attempt): Promise<AttemptsOutcome> {
    const { run, publisher, charge, lease, history, attachments, attempt, model } = work;
    const ledger = await patiently(() => this.ledgers.open(run, attempt));
    const ask = async () => {
      const outcome = await this.runtime.run({
        runId: run.id,
        userId: run.userId,
        conversationId: run.conversationId,
        message: run.message,
        language: run.language,
        attachments,
        model,
        history,
        ledger,
        artifacts: this.artifacts.of(run),
        signal: lease.signal,
        confirm: () => lease.confirm(),
        spent: (usage) => charge.add(usage),
        emit: (event) => publisher.emit(event),
      });
      lease.signal.throwIfAborted();
      return { runId: run.id, ...outcome };
    };
    // What was said before may change the answer; a stand-in's answer is a makeshift, and so is one without a file.
    const whole = model === this.runtime.model && attachments.every(({ problem }) => problem === undefined);
    const shared = history.length === 0 && whole;
    const outcome = await (shared ? this.askOnce(work, ask) : ask());
    return { ...outcome, answer: { ...outcome.answer, usage: charge.total } };
  }

  /** Of several runs with the same first question one is worked on; the others wait for its answer. */
  private async askOnce(
    { run, publisher, charge, lease }: Attempt,
    ask: () => Promise<AgentOutcome & { runId: string }>,
  ): Promise<AttemptsOutcome> {
    // Taken before the work: a network that comes back meanwhile makes another question of it.
    const question = this.questionOf(run);
    if (!run.options.cache) {
      const outcome = await ask();
      // Nobody waits for it: should it be lost, the next one asks the agent again.
      void this.answers.keep(question, outcome);
      return outcome;
    }
    const found = await this.answers.findOrWork(question, ask, lease.signal);
    if (!found.cacheHit) return found;
    publisher.emit({ type: 'chunk', content: found.answer.content });
    // An earlier attempt of this very run had come so far: its work is the run's own, and is charged to it.
    if (found.runId !== run.id) return found;
    charge.add(found.answer.usage);
    return { ...found, cacheHit: false };
  }

  /** Says that what came so far is void, waits, and counts the next attempt. */
  private async pause(
    { run, publisher, charge, lease: { signal } }: RunAtWork,
    next: { attempt: number; reason: string; delayMs: number },
  ): Promise<void> {
    publisher.emit({ type: 'retry', attempt: next.attempt, reason: next.reason, delay_ms: next.delayMs });
    await new Promise<void>((resolve, reject) => {
      const stop = () => (clearTimeout(timer), reject(signal.reason as Error));
      const timer = setTimeout(() => (signal.removeEventListener('abort', stop), resolve()), next.delayMs);
      signal.addEventListener('abort', stop, { once: true });
    });
    // A repetition may count an attempt twice: one less is better than none.
    const counted = await patiently(() => this.runs.beginAgain(run.id, run.fence, charge.total));
    if (counted === undefined) throw new RunAborted('fenced');
  }

  private questionOf({ userId, message, language, options }: RunEntity): CachedQuestion {
    return { userId, message, language, runtimeVersion: this.runtime.version, files: fileKeys(options.files) };
  }
}

/** The grounding of an answer that has something put before it. */
function movedGrounding({ grounding }: Answer, by: number): Pick<Answer, 'grounding'> {
  if (grounding === undefined) return {};
  const unmatched = grounding.unmatched.map(({ text, offset }) => ({ text, offset: offset + by }));
  return { grounding: { ...grounding, unmatched } };
}

interface Attempt extends RunAtWork {
  readonly history: readonly AgentEvent[];
  readonly attachments: readonly Attachment[];
  readonly attempt: number;
  readonly model: string;
}

const STALE_NOTE = {
  zh: '> 智能体暂时无法作答，以下是此前对同一问题的回答。',
  en: '> The agent cannot answer right now. This is the answer the same question got earlier.',
};
