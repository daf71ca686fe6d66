import { type Artifact, type Grounding, type Source, type Usage } from '../../session/index.js';

/** The closed set of states of a run. The last four are final. */
export const RUN_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/**
 * What an event of a run says; the log adds `run_id`, `session_id`, `seq` and `timestamp` (docs/run-events.md).
 * Whatever is meant for a reader's eye is in `content`.
 */
export type RunEventBody =
  | { type: 'queued'; position: number; eta_ms?: number }
  | { type: 'start'; message: string; attempt: number; model: string }
  | { type: 'thinking'; content: string }
  | { type: 'tool_use'; tool: string; call_id: string; arguments: Readonly<Record<string, unknown>>; content: string }
  | { type: 'tool_progress'; tool: string; call_id: string; progress: number; content: string }
  | {
      type: 'tool_result';
      tool: string;
      call_id: string;
      ok: boolean;
      summary: string;
      content: string;
      sources: readonly Source[];
      duration_ms: number;
    }
  | { type: 'chunk'; content: string }
  | ({ type: 'artifact' } & Artifact)
  | { type: 'retry'; attempt: number; reason: string; delay_ms: number }
  | {
      type: 'message';
      content: string;
      sources: readonly Source[];
      artifacts: readonly Artifact[];
      grounding: Grounding | null;
    }
  | { type: 'error'; code: string; content: string; retryable: boolean; retry_after?: number }
  | { type: 'cancelled'; reason: string; content: string }
  | { type: 'done'; status: RunStatus; usage: Usage; cache_hit: boolean; duration_ms: number };
