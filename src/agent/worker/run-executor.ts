import { Injectable, Logger } from '@nestjs/common';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { toAppError } from '../../common/errors/to-app-error.js';
import { AppConfig } from '../../config/index.js';
import { type Answer, Conversations, LogRefusedError, NO_USAGE, RunLog } from '../../session/index.js';
import { AgentErrors } from '../agent.errors.js';
import { AnswerCache } from '../cache/answer-cache.js';
import { RunCloser } from '../runs/run-closer.js';
import { type RunEntity } from '../runs/run.entity.js';
import { type RunEnding, RunsRepository } from '../runs/runs.repository.js';
import { RunAborted } from './run-abort.js';
import { RunPublisher } from './run-publisher.js';
import { type AgentOutcome, AgentRuntime } from './runtime/agent-runtime.port.js';

/** How much of a conversation the agent is given. */
const HISTORY_EVENTS = 60;

/** Works on one run: takes the fence, lets the agent work, ends the run. Knows nothing of queues. */
@Injectable()
export class RunExecutor {
  private readonly logger = new Logger(RunExecutor.name);

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly closer: RunCloser,
    private readonly answers: AnswerCache,
    private readonly runtime: AgentRuntime,
    private readonly config: AppConfig,
  ) {}

  /**
   * @param signal aborted with a RunAborted by the worker: lost lock, shutdown, cancel
   * @throws what did not end the run and may be tried again
   */
  async execute(runId: string, signal: AbortSignal): Promise<void> {
    const run = await this.runs.begin(runId, this.runtime.model);
    if (run === undefined) return;
    const live = { runId: run.id, conversationId: run.conversationId, sessionId: run.sessionId };
    const abort = new AbortController();
    const stop = () => abort.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    const seq = await this.log.begin(live, run.fence);
    const publisher = new RunPublisher(this.log, live, run.fence, seq, () => abort.abort(new RunAborted('fenced')));
    const deadline = setTimeout(() => abort.abort(new RunAborted('timed_out')), timeLeft(run));
    try {
      await this.work(run, publisher, AbortSignal.any([signal, abort.signal]));
    } finally {
      clearTimeout(deadline);
      signal.removeEventListener('abort', stop);
    }
  }

  private async work(run: RunEntity, publisher: RunPublisher, signal: AbortSignal): Promise<void> {
    if (run.attempts > this.config.agent.maxRetries + 1) {
      await this.end(run, publisher, failed(run, publisher, exhausted(run)));
      return;
    }
    if (run.attempts > 1) publisher.emit({ type: 'retry', attempt: run.attempts, reason: 'interrupted', delay_ms: 0 });
    publisher.emit({ type: 'start', message: run.message, attempt: run.attempts, model: this.runtime.model });
    try {
      const history = await this.conversations.agentEvents(run.conversationId, HISTORY_EVENTS);
      const outcome = await this.runtime.run({
        runId: run.id,
        userId: run.userId,
        conversationId: run.conversationId,
        message: run.message,
        language: run.language,
        history,
        signal,
        emit: (event) => publisher.emit(event),
      });
      signal.throwIfAborted();
      await this.end(run, publisher, { status: 'succeeded', ...outcome });
      if (history.length === 0) await this.remember(run, outcome);
    } catch (error) {
      await this.fail(run, publisher, error);
    }
  }

  private async fail(run: RunEntity, publisher: RunPublisher, error: unknown): Promise<void> {
    const cause = error instanceof RunAborted ? error.abortCause : undefined;
    if (cause === 'fenced' || cause === 'shutdown' || error instanceof LogRefusedError) throw error;
    if (cause === 'timed_out') {
      const timeout = new AppError(AgentErrors.AGENT_TIMEOUT, { params: { seconds: run.timeoutMs / SECOND } });
      await this.end(run, publisher, { ...failed(run, publisher, timeout), status: 'timed_out' });
      return;
    }
    if (cause === 'cancelled') {
      await this.end(run, publisher, { ...partial(run, publisher), status: 'cancelled', cancelReason: 'user' });
      return;
    }
    const failure = toAppError(error);
    this.logger.warn({ msg: `Attempt ${run.attempts} failed: ${failure.code}`, run_id: run.id, err: failure.cause });
    if (failure.kind.retryable && run.attempts <= this.config.agent.maxRetries) throw failure;
    await this.end(run, publisher, failed(run, publisher, failure));
  }

  /** Everything the attempt said is in the log before its end is. */
  private async end(run: RunEntity, publisher: RunPublisher, ending: RunEnding): Promise<void> {
    await publisher.drain();
    const ended = await this.closer.close(run.id, run.fence, ending);
    if (!ended) this.logger.warn({ msg: 'The run was ended by somebody else meanwhile', run_id: run.id });
  }

  private async remember(run: RunEntity, outcome: AgentOutcome): Promise<void> {
    await this.answers.keep(
      { message: run.message, language: run.language, runtimeVersion: this.runtime.version },
      { answer: outcome.answer, agentEvents: outcome.agentEvents },
    );
  }
}

/** From the first attempt on: what a crash cost counts, so that the user's limit holds. */
function timeLeft(run: RunEntity): number {
  return Math.max(0, (run.startedAt?.getTime() ?? Date.now()) + run.timeoutMs - Date.now());
}

function exhausted(run: RunEntity): AppError {
  return new AppError(AgentErrors.RUN_ATTEMPTS_EXHAUSTED, { params: { attempts: run.attempts - 1 } });
}

function failed(run: RunEntity, publisher: RunPublisher, error: AppError): RunEnding {
  return { ...partial(run, publisher), status: 'failed', error: error.serialize() };
}

function partial(run: RunEntity, publisher: RunPublisher): Pick<RunEnding, 'answer' | 'agentEvents'> {
  const answer: Answer = {
    content: publisher.text,
    language: run.language,
    sources: [],
    tool_calls: [],
    artifacts: [],
    usage: NO_USAGE,
    model: run.model ?? '',
  };
  return { answer, agentEvents: [] };
}
