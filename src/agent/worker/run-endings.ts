import { type AppError } from '../../common/errors/app-error.js';
import { type Answer, type Usage } from '../../session/index.js';
import { type RunEntity } from '../runs/run.entity.js';
import { type RunEnding } from '../runs/runs.repository.js';

/** The ends of a run that did not succeed. What it had said and spent by then is kept, and its status says that it is partial. */

type Ended = Pick<RunEntity, 'language' | 'model'>;

/** What there was of the run when it ended. */
interface Rest {
  readonly said: string;
  readonly spent: Usage;
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

function partial(run: Ended, { said: content, spent: usage }: Rest): Pick<RunEnding, 'answer' | 'agentEvents'> {
  const nothing: Pick<Answer, 'sources' | 'tool_calls' | 'artifacts'> = {
    sources: [],
    tool_calls: [],
    artifacts: [],
  };
  return { answer: { content, language: run.language, model: run.model ?? '', usage, ...nothing }, agentEvents: [] };
}
