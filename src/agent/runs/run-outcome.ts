import { findErrorKind } from '../../common/errors/error-registry.js';
import { say } from '../../common/i18n/language.js';
import { NO_USAGE } from '../../session/index.js';
import { type RunEventBody } from '../events/run-event.js';
import { type RunEntity } from './run.entity.js';

/** Exactly one of `message`, `error`, `cancelled`, and then `done`. */
export function terminalEvents(run: RunEntity): RunEventBody[] {
  return [
    lastWord(run),
    {
      type: 'done',
      status: run.status,
      usage: run.usage ?? NO_USAGE,
      cache_hit: run.cacheHit,
      duration_ms: durationOf(run) ?? 0,
    },
  ];
}

/** What those who have heard `heard` are still to hear of what a run that is over has said. */
export function restOfAnswer(
  heard: string,
  { answer, status, attempts }: Pick<RunEntity, 'answer' | 'status' | 'attempts'>,
): RunEventBody[] {
  // It is gone with its conversation.
  if (answer === null) return [];
  const { content } = answer;
  if (heard === content) return [];
  if (content.startsWith(heard)) return [{ type: 'chunk', content: content.slice(heard.length) }];
  if (status !== 'succeeded') return [];
  // What was heard came from an attempt that failed, before an answer from elsewhere.
  return [
    { type: 'retry', attempt: attempts, reason: 'INTERRUPTED', delay_ms: 0 },
    { type: 'chunk', content },
  ];
}

/** Milliseconds from the start of the work to its end; undefined while it goes on. */
export function durationOf(run: Pick<RunEntity, 'startedAt' | 'finishedAt'>): number | undefined {
  if (run.startedAt === null || run.finishedAt === null) return undefined;
  return run.finishedAt.getTime() - run.startedAt.getTime();
}

/** A run's error as the user reads it; `retry_after` in seconds, where it is known. */
export function describeError(run: Pick<RunEntity, 'error' | 'language'>): {
  code: string;
  content: string;
  retryable: boolean;
  retry_after?: number;
} {
  const code = run.error?.code ?? 'INTERNAL_ERROR';
  const kind = findErrorKind(code) ?? findErrorKind('INTERNAL_ERROR');
  return {
    code,
    content: kind ? say(kind.detail, run.language, run.error?.params) : code,
    retryable: kind?.retryable ?? true,
    ...(run.error?.retry_after !== undefined && { retry_after: run.error.retry_after }),
  };
}

function lastWord(run: RunEntity): RunEventBody {
  switch (run.status) {
    case 'succeeded':
      return {
        type: 'message',
        content: run.answer?.content ?? '',
        sources: run.answer?.sources ?? [],
        artifacts: run.answer?.artifacts ?? [],
        grounding: run.answer?.grounding ?? null,
      };
    case 'cancelled':
      return {
        type: 'cancelled',
        reason: run.cancelReason ?? 'user',
        content: say(CANCELLED, run.language),
      };
    case 'failed':
    case 'timed_out':
    case 'queued':
    case 'running':
      return { type: 'error', ...describeError(run) };
  }
}

const CANCELLED = { zh: '运行已取消。', en: 'The run was cancelled.' };
