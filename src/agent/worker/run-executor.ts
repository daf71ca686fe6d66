import { Injectable, Logger } from '@nestjs/common';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { toAppError } from '../../common/errors/to-app-error.js';
import { AppConfig } from '../../config/index.js';
import { Conversations, LogRefusedError, NO_USAGE, RunLog } from '../../session/index.js';
import { AgentErrors } from '../agent.errors.js';
import { AnswerCache } from '../cache/answer-cache.js';
import { type CachedQuestion } from '../cache/question-key.js';
import { RunCloser } from '../runs/run-closer.js';
import { type RunEntity } from '../runs/run.entity.js';
import { type RunEnding, RunsRepository } from '../runs/runs.repository.js';
import { patiently } from './patiently.js';
import { RunAborted } from './run-abort.js';
import { cancelledEnding, failedEnding, timedOutEnding } from './run-endings.js';
import { RunPublisher } from './run-publisher.js';
import { retryDelay } from './retry-delay.js';
import { type AgentOutcome, AgentRuntime } from './runtime/agent-runtime.port.js';
import { ToolLedgers } from './tool-ledgers.js';

/** How much of a conversation the agent is given. */
const HISTORY_EVENTS = 60;

/** What the agent brought, or the cache. */
type Outcome = AgentOutcome & { readonly cacheHit?: boolean };

/** Works on one run: takes the fence, lets the agent work, ends the run. Knows nothing of queues. */
@Injectable()
export class RunExecutor {
  private readonly logger = new Logger(RunExecutor.name);
  private readonly working = new Map<string, number>();

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly closer: RunCloser,
    private readonly answers: AnswerCache,
    private readonly ledgers: ToolLedgers,
    private readonly runtime: AgentRuntime,
    private readonly config: AppConfig,
  ) {}

  /** The runs at work here, with their fences. */
  get active(): ReadonlyMap<string, number> {
    return this.working;
  }

  /**
   * @param signal aborted with a RunAborted: cancel, lost lock, shutdown
   * @throws RunAborted `fenced` or `shutdown`, and what kept the run from being begun or ended: it must be tried again
   */
  async execute(runId: string, signal: AbortSignal): Promise<void> {
    const run = await this.runs.begin(runId, this.runtime.model);
    if (run === undefined) return;
    const live = { runId: run.id, conversationId: run.conversationId, sessionId: run.sessionId };
    const abort = new AbortController();
    const written = await this.log.begin(live, run.fence);
    const publisher = new RunPublisher(this.log, live, run.fence, written, () => abort.abort(new RunAborted('fenced')));
    const deadline = setTimeout(() => abort.abort(new RunAborted('timed_out')), timeLeft(run));
    this.working.set(run.id, run.fence);
    try {
      await this.work(run, publisher, AbortSignal.any([signal, abort.signal]));
    } finally {
      clearTimeout(deadline);
      this.working.delete(run.id);
    }
  }

  private async work(run: RunEntity, publisher: RunPublisher, signal: AbortSignal): Promise<void> {
    if (run.cancelRequestedAt !== null) return this.end(run, publisher, cancelledEnding(run, publisher.text));
    if (run.attempts > this.config.agent.maxRetries + 1) {
      const exhausted = new AppError(AgentErrors.RUN_ATTEMPTS_EXHAUSTED, { params: { attempts: run.attempts - 1 } });
      return this.end(run, publisher, failedEnding(run, publisher.text, exhausted));
    }
    if (run.attempts > 1) publisher.emit({ type: 'retry', attempt: run.attempts, reason: 'INTERRUPTED', delay_ms: 0 });
    try {
      const outcome = await this.attempt(run, publisher, signal);
      await this.end(run, publisher, { status: 'succeeded', ...outcome });
    } catch (error) {
      const failure: unknown = signal.aborted ? signal.reason : error;
      if (await this.endWithStale(run, publisher, failure)) return;
      await this.fail(run, publisher, failure);
    }
  }

  /** Asks the agent, again and again while its failures may pass and there is time. */
  private async attempt(run: RunEntity, publisher: RunPublisher, signal: AbortSignal): Promise<Outcome> {
    const history = await this.conversations.agentEvents(run.conversationId, HISTORY_EVENTS);
    for (let attempt = run.attempts; ; attempt += 1) {
      publisher.emit({ type: 'start', message: run.message, attempt, model: this.runtime.model });
      try {
        const ledger = await this.ledgers.open(run, attempt);
        const work = async () => {
          const outcome = await this.runtime.run({
            runId: run.id,
            userId: run.userId,
            conversationId: run.conversationId,
            message: run.message,
            language: run.language,
            history,
            ledger,
            signal,
            emit: (event) => publisher.emit(event),
          });
          signal.throwIfAborted();
          return outcome;
        };
        return history.length === 0 ? await this.workOnce(run, publisher, signal, work) : await work();
      } catch (error) {
        await this.waitToRetry(run, publisher, signal, attempt, error);
      }
    }
  }

  /** Of several runs with the same first question one is worked on; the others wait for its answer. */
  private async workOnce(
    run: RunEntity,
    publisher: RunPublisher,
    signal: AbortSignal,
    work: () => Promise<AgentOutcome>,
  ): Promise<Outcome> {
    if (!run.options.cache) {
      const outcome = await work();
      await this.answers.keep(this.questionOf(run), outcome);
      return outcome;
    }
    const found = await this.answers.findOrWork(this.questionOf(run), work, signal);
    if (!found.cacheHit) return found;
    publisher.emit({ type: 'chunk', content: found.answer.content });
    return { ...found, answer: { ...found.answer, usage: NO_USAGE } };
  }

  /** A failure that may pass is answered by what the question was answered last, where that is still kept. */
  private async endWithStale(run: RunEntity, publisher: RunPublisher, error: unknown): Promise<boolean> {
    if (!run.options.cache || error instanceof RunAborted || error instanceof LogRefusedError) return false;
    const failure = toAppError(error);
    if (!failure.kind.retryable) return false;
    const stale = await this.answers.findStale(this.questionOf(run));
    if (stale === undefined || (await this.conversations.agentEvents(run.conversationId, 1)).length > 0) return false;
    publisher.emit({ type: 'retry', attempt: run.attempts, reason: failure.code, delay_ms: 0 });
    publisher.emit({ type: 'chunk', content: stale.answer.content });
    const answer = { ...stale.answer, usage: NO_USAGE };
    await this.end(run, publisher, { ...stale, answer, status: 'succeeded', cacheHit: true });
    return true;
  }

  /** Resolves when the next attempt may begin. @throws the failure, where trying again makes no sense */
  private async waitToRetry(
    run: RunEntity,
    publisher: RunPublisher,
    signal: AbortSignal,
    attempt: number,
    error: unknown,
  ): Promise<void> {
    if (signal.aborted || error instanceof LogRefusedError) throw error;
    const failure = toAppError(error);
    const delayMs = retryDelay(attempt, failure.retryAfter);
    this.logger.warn({ msg: `Attempt ${attempt} failed: ${failure.code}`, run_id: run.id, err: failure.cause });
    if (!failure.kind.retryable || attempt > this.config.agent.maxRetries || delayMs > timeLeft(run)) throw failure;
    publisher.emit({ type: 'retry', attempt: attempt + 1, reason: failure.code, delay_ms: delayMs });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, delayMs);
      signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
    });
    if ((await this.runs.beginAgain(run.id, run.fence)) === undefined) throw new RunAborted('fenced');
  }

  private async fail(run: RunEntity, publisher: RunPublisher, error: unknown): Promise<void> {
    if (error instanceof LogRefusedError) throw new RunAborted('fenced');
    if (!(error instanceof RunAborted)) {
      return this.end(run, publisher, failedEnding(run, publisher.text, toAppError(error)));
    }
    switch (error.abortCause) {
      case 'fenced':
        throw error;
      case 'shutdown':
        await publisher.drain();
        throw error;
      case 'timed_out': {
        const timeout = new AppError(AgentErrors.AGENT_TIMEOUT, { params: { seconds: run.timeoutMs / SECOND } });
        return this.end(run, publisher, timedOutEnding(run, publisher.text, timeout));
      }
      case 'cancelled':
        return this.end(run, publisher, cancelledEnding(run, publisher.text));
    }
  }

  /** Everything the attempt said is in the log before its end is. A store that is away for a moment costs no answer. */
  private async end(run: RunEntity, publisher: RunPublisher, ending: RunEnding): Promise<void> {
    await publisher.drain();
    const ended = await patiently(() => this.closer.close(run.id, run.fence, ending));
    if (!ended) this.logger.warn({ msg: 'The run was ended by somebody else meanwhile', run_id: run.id });
  }

  private questionOf({ userId, message, language }: RunEntity): CachedQuestion {
    return { userId, message, language, runtimeVersion: this.runtime.version };
  }
}

/** Milliseconds, from the first attempt on: what a crash cost counts, so that the user's limit holds. */
function timeLeft(run: RunEntity): number {
  return Math.max(0, (run.startedAt?.getTime() ?? Date.now()) + run.timeoutMs - Date.now());
}
