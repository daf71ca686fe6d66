import { type AppError } from '../../common/errors/app-error.js';
import { type Answer, type Artifact, type Usage } from '../../session/index.js';
import { type RunEntity } from '../runs/run.entity.js';
import { type RunEnding } from '../runs/run-statements.js';

/** The ends of a run that did not succeed. What it had said, made and spent by then is kept, and its status says that it is partial. */

type Ended = Pick<RunEntity, 'language' | 'model'>;

/** What there was of the run when it ended. */
interface Rest {
  readonly said: string;
  readonly spent: Usage;
  /** The files its tools had made. */
  readonly made: readonly Artifact[];
}

export function cancelledEnding(run: Ended, rest: Rest): RunEnding {
  return { status: 'cancelled', ...partial(run, rest) };
}

export function timedOutEnding(run: Ended, rest: Rest, error: AppError): RunEnding {
  return { status: 'timed_out', error: error.serialize(), ...partial(run, rest) };
}

export function failedEnding(run: Ended, rest: Rest, error: AppError): RunEnding {
  return { status: 'failed', error: error.serialize(), ...partial(run, rest) };
}

function partial(
  run: Ended,
  { said: content, spent: usage, made: artifacts }: Rest,
): Pick<RunEnding, 'answer' | 'agentEvents'> {
  const nothing: Pick<Answer, 'sources' | 'tool_calls'> = { sources: [], tool_calls: [] };
  const { language, model } = run;
  return { answer: { content, language, model: model ?? '', usage, artifacts, ...nothing }, agentEvents: [] };
}
