import { type AppError } from '../../common/errors/app-error.js';
import { type Answer, NO_USAGE } from '../../session/index.js';
import { type RunEntity } from '../runs/run.entity.js';
import { type RunEnding } from '../runs/runs.repository.js';

/** The ends of a run that did not succeed. What it had said by then is kept, and its status says that it is partial. */

type Ended = Pick<RunEntity, 'language' | 'model'>;

export function cancelledEnding(run: Ended, said: string): RunEnding {
  return { status: 'cancelled', ...partial(run, said) };
}

export function timedOutEnding(run: Ended, said: string, error: AppError): RunEnding {
  return { status: 'timed_out', error: error.serialize(), ...partial(run, said) };
}

export function failedEnding(run: Ended, said: string, error: AppError): RunEnding {
  return { status: 'failed', error: error.serialize(), ...partial(run, said) };
}

function partial(run: Ended, content: string): Pick<RunEnding, 'answer' | 'agentEvents'> {
  const nothing: Pick<Answer, 'sources' | 'tool_calls' | 'artifacts' | 'usage'> = {
    sources: [],
    tool_calls: [],
    artifacts: [],
    usage: NO_USAGE,
  };
  return { answer: { content, language: run.language, model: run.model ?? '', ...nothing }, agentEvents: [] };
}
