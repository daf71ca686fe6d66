import { SECOND } from '../../common/clock.js';
import { counter, histogram } from '../../telemetry/index.js';
import { durationOf } from './run-outcome.js';
import { type RunEntity } from './run.entity.js';

const ended = counter('runs_ended_total', 'Runs that ended here, by how', ['status', 'cache']);
const duration = histogram('run_duration_seconds', 'From the start of the work to the end of the run', ['status']);
const wait = histogram('run_wait_seconds', 'From the question to the start of the work on it');
const tokens = counter('tokens_total', 'Tokens that ended runs are charged', ['model', 'kind']);
const recovered = counter('runs_recovered_total', 'Runs that somebody else had left unfinished, by what was done', [
  'how',
]);
const fenced = counter('runs_fenced_total', 'Runs that were let go of here, as they were another’s by then');
const failed = counter('run_attempts_failed_total', 'Attempts that failed by themselves', ['model', 'code']);

/**
 * What is done with a run that fell through: `taken_over`, a worker begins a run that another had begun; `timed_out`, it is ended as nobody
 * else did in time; `settled`, it had ended and what follows from that had not come about; `swept`, it held up a line without being on record.
 */
export type Recovery = 'taken_over' | 'timed_out' | 'settled' | 'swept';

/** The figures of runs. Each is counted by the process that did it, once: all processes together make the whole. */
export const runMetrics = {
  begun(run: Pick<RunEntity, 'fence' | 'createdAt' | 'startedAt'>): void {
    if (run.fence > 1) recovered.inc({ how: 'taken_over' });
    else if (run.startedAt !== null) wait.observe((run.startedAt.getTime() - run.createdAt.getTime()) / SECOND);
  },

  ended(run: Pick<RunEntity, 'status' | 'cacheHit' | 'model' | 'usage' | 'startedAt' | 'finishedAt'>): void {
    const { status, cacheHit, model, usage } = run;
    ended.inc({ status, cache: cacheHit ? 'hit' : 'miss' });
    const took = durationOf(run);
    if (took !== undefined) duration.observe({ status }, took / SECOND);
    if (usage === null || model === null) return;
    tokens.inc({ model, kind: 'input' }, usage.input_tokens);
    tokens.inc({ model, kind: 'output' }, usage.output_tokens);
  },

  attemptFailed(model: string, code: string): void {
    failed.inc({ model, code });
  },

  recovered(how: Recovery): void {
    recovered.inc({ how });
  },

  fenced(): void {
    fenced.inc();
  },
} as const;
