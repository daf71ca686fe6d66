import { Injectable, Logger } from '@nestjs/common';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { toAppError } from '../../common/errors/to-app-error.js';
import { AppConfig } from '../../config/index.js';
import { type Artifact, LogRefusedError, RunLog } from '../../session/index.js';
import { annotateSpan, traced } from '../../telemetry/index.js';
import { AgentErrors } from '../agent.errors.js';
import { RunCloser } from '../runs/run-closer.js';
import { type RunJob } from '../queue/run-job.js';
import { RunLines } from '../runs/run-lines.js';
import { runMetrics } from '../runs/run-metrics.js';
import { type RunEntity } from '../runs/run.entity.js';
import { type BegunRun, type RunEnding } from '../runs/run-statements.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { insistently, patiently } from '../runs/patiently.js';
import { RunAborted } from './run-abort.js';
import { RunArtifacts } from './run-artifacts.js';
import { type AttemptsOutcome, RunAttempts } from './run-attempts.js';
import { RunCharge } from './run-charge.js';
import { cancelledEnding, failedEnding, timedOutEnding } from './run-endings.js';
import { type RunAtWork } from './run-at-work.js';
import { RunLeases } from './run-leases.js';
import { RunPublisher } from './run-publisher.js';
import { AgentRuntime } from './runtime/agent-runtime.port.js';

/** Works on one run: takes the fence, lets the agent work, ends the run. Knows nothing of queues. */
@Injectable()
export class RunExecutor {
  private readonly logger = new Logger(RunExecutor.name);
  private readonly publishers = new Set<RunPublisher>();

  constructor(
    private readonly runs: RunsRepository,
    private readonly log: RunLog,
    private readonly closer: RunCloser,
    private readonly lines: RunLines,
    private readonly attempts: RunAttempts,
    private readonly artifacts: RunArtifacts,
    private readonly leases: RunLeases,
    private readonly runtime: AgentRuntime,
    private readonly config: AppConfig,
  ) {}

  /** Has the logs of the runs at work written back, should Redis have lost them. Called now and then; resolves when it is done. */
  async secureLogs(): Promise<void> {
    await Promise.all([...this.publishers].map((publisher) => publisher.secure()));
  }

  /** Resolves when nothing is left to be noted of the runs that ended here. Called when none is at work any more. */
  async noted(): Promise<void> {
    await this.closer.noted();
  }

  /**
   * @param stop aborted with a RunAborted: by the worker (cancel, lost lock, shutdown), or by what is found out here
   * @throws RunAborted `fenced` or `shutdown`, and what kept the run from being begun or ended: it must be tried again
   */
  async execute({ runId, userId, first }: RunJob, stop: AbortController): Promise<void> {
    const seenAt = Date.now();
    const run = await this.runs.begin(runId, this.runtime.model);
    if (run === undefined) return this.lines.turnAway(runId, userId);
    runMetrics.begun(run);
    const attributes = {
      'tradeflow.run_id': run.id,
      'tradeflow.request_id': run.requestId ?? '',
      'tradeflow.fence': run.fence,
    };
    await traced('run', run.options.trace, attributes, () => this.executeBegun(run, { seenAt, stop, first }));
  }

  private async executeBegun(
    run: BegunRun,
    { seenAt, stop, first }: { seenAt: number; stop: AbortController; first: boolean },
  ): Promise<void> {
    const live = { runId: run.id, conversationId: run.conversationId, sessionId: run.sessionId };
    const lease = this.leases.take(run, seenAt, stop);
    const publisher = new RunPublisher(this.log, live, run.fence, {
      hasRun: () => this.runs.isBearer(run.id, run.fence),
      onRefused: () => lease.end('fenced'),
    });
    // The record's clock may be another than ours: only how long it was counts.
    const deadline = seenAt + run.timeoutMs - run.workedMs;
    const timer = setTimeout(() => lease.end('timed_out'), deadline - Date.now());
    this.publishers.add(publisher);
    try {
      if (run.fence > 1) await this.takeOver(run, publisher);
      await this.work({ run, publisher, charge: new RunCharge(run.usage), lease, deadline, first });
    } finally {
      clearTimeout(timer);
      this.leases.release(lease);
      this.publishers.delete(publisher);
    }
  }

  /** An attempt that does not come to its first step, as Redis is away, does not count. */
  private async takeOver(run: RunEntity, publisher: RunPublisher): Promise<void> {
    try {
      await patiently(() => publisher.takeOver());
    } catch (error) {
      if (!(error instanceof LogRefusedError)) await this.runs.handBack(run.id, run.fence);
      throw error;
    }
  }

  private async work(work: RunAtWork): Promise<void> {
    const { run, publisher, lease } = work;
    if (run.cancelRequestedAt !== null) return this.end(work, cancelledEnding(run, await this.restOf(work)));
    if (run.attempts > this.config.agent.maxRetries + 1) {
      const exhausted = new AppError(AgentErrors.RUN_ATTEMPTS_EXHAUSTED, { params: { attempts: run.attempts - 1 } });
      return this.end(work, failedEnding(run, await this.restOf(work), exhausted));
    }
    // Also after an attempt that was handed back and does not count: what it had said is void.
    if (run.fence > 1) publisher.emit({ type: 'retry', attempt: run.attempts, reason: 'INTERRUPTED', delay_ms: 0 });
    let outcome: AttemptsOutcome;
    try {
      outcome = await this.attempts.work(work);
    } catch (error) {
      return this.endWithout(work, lease.signal.aborted ? lease.signal.reason : error);
    }
    // Outside: whatever keeps an answer from being recorded makes no failure of it.
    await this.end(work, { status: 'succeeded', ...outcome });
  }

  /** Ends a run that got no answer. @throws what means that another will end it */
  private async endWithout(work: RunAtWork, error: unknown): Promise<void> {
    const { run, publisher } = work;
    if (error instanceof LogRefusedError) throw new RunAborted('fenced');
    if (!(error instanceof RunAborted)) return this.failOrFallBack(work, toAppError(error));
    switch (error.abortCause) {
      case 'fenced':
        throw error;
      case 'shutdown':
        await publisher.drain();
        // The attempt that was broken off does not count.
        await this.runs.handBack(run.id, run.fence);
        throw error;
      case 'timed_out': {
        const timeout = new AppError(AgentErrors.AGENT_TIMEOUT, { params: { seconds: run.timeoutMs / SECOND } });
        return this.end(work, timedOutEnding(run, await this.restOf(work), timeout));
      }
      case 'cancelled':
        return this.end(work, cancelledEnding(run, await this.restOf(work)));
    }
  }

  /** A failure that may pass is answered by what the question was answered last, where that is still kept. */
  private async failOrFallBack(work: RunAtWork, failure: AppError): Promise<void> {
    const { run, publisher } = work;
    const stale = failure.kind.retryable ? await this.attempts.stale(work) : undefined;
    if (stale === undefined) return this.end(work, failedEnding(run, await this.restOf(work), failure));
    publisher.emit({ type: 'retry', attempt: run.attempts, reason: failure.code, delay_ms: 0 });
    publisher.emit({ type: 'chunk', content: stale.answer.content });
    return this.end(work, { status: 'succeeded', ...stale });
  }

  /** A store that is away costs no answer. @throws RunAborted when the run is handed on all the same */
  private async end({ run, publisher, lease }: RunAtWork, ending: RunEnding): Promise<void> {
    annotateSpan({ 'tradeflow.run_status': ending.status });
    const ended = await insistently(async () => {
      try {
        return await this.closer.close(run, run.fence, ending, publisher);
      } catch (error) {
        if (error instanceof LogRefusedError) throw new RunAborted('fenced');
        throw isHandedOn(lease.signal.reason) ? lease.signal.reason : error;
      }
    });
    if (!ended) {
      runMetrics.fenced();
      this.logger.warn({ msg: 'The run was ended by somebody else meanwhile', run_id: run.id });
    } else if (ending.status === 'succeeded' && publisher.hasBegunAgain)
      await this.dropUntold(run, ending.answer.artifacts);
  }

  /** Best effort: a file too many is in nobody's way, and the run is over. */
  private async dropUntold(run: RunEntity, told: readonly Artifact[]): Promise<void> {
    try {
      await this.artifacts.dropAllBut(told, run);
    } catch (error) {
      this.logger.warn({ msg: 'Files of a void attempt stay', run_id: run.id, err: error });
    }
  }

  /** What there is of a run that got no answer. */
  private async restOf({ run, publisher, charge }: RunAtWork) {
    const made = await patiently(() => this.artifacts.madeBy(run));
    return { said: publisher.text, spent: charge.total, made };
  }
}

/** Whether another is to end the run. */
function isHandedOn(reason: unknown): reason is RunAborted {
  return reason instanceof RunAborted && ['fenced', 'shutdown'].includes(reason.abortCause);
}
