import { type AgentEvent, type Answer, type Usage } from '../../../session/index.js';
import { type RunEventBody } from '../../events/run-event.js';
import { type Attachment } from '../attachments/attachment.js';
import { type ArtifactStore } from '../tools/artifacts.port.js';
import { type ToolLedger } from '../tools/tool-ledger.port.js';
import { type Language } from '../../../common/i18n/language.js';

/** A failed attempt of a run. */
export interface AttemptFailure {
  readonly model: string;
  /** The code of its AppError. */
  readonly code: string;
}

/** What the agent is asked to do, once. */
export interface AgentRequest {
  /** The model that `choose` named. */
  readonly model: string;
  readonly runId: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly message: string;
  readonly language: Language;
  /** Files that go with the question. */
  readonly attachments: readonly Attachment[];
  /** The conversation's history, oldest first, as `commitTurn` kept it. */
  readonly history: readonly AgentEvent[];
  /** What earlier attempts of this run got from tools. */
  readonly ledger: ToolLedger;
  /** Where the files go that tools make. */
  readonly artifacts: ArtifactStore;
  /** Aborted on cancel, time-out, lost lock and shutdown. */
  readonly signal: AbortSignal;
  /** Awaited before each call of a model or a tool: when the run is not this worker's any more, `signal` is aborted by then. */
  readonly confirm: () => Promise<void>;
  /** Told once, when the work ends in whatever way: what it used, as far as the provider has said by then. */
  readonly spent: (usage: Usage) => void;
  /** Takes the events of the work as they happen. Never waits, never throws. The chunks put together are the answer's content. */
  readonly emit: (event: AgentRuntimeEvent) => void;
}

/** The events the runtime itself brings forth; queueing, ends and retries belong to the executor. */
export type AgentRuntimeEvent = Extract<
  RunEventBody,
  { type: 'thinking' | 'tool_use' | 'tool_progress' | 'tool_result' | 'chunk' | 'artifact' }
>;

/** The finished work. */
export interface AgentOutcome {
  readonly answer: Answer;
  /** What to remember of this turn: the new events, oldest first. */
  readonly agentEvents: readonly AgentEvent[];
}

/**
 * Works out one answer. The worker knows the agent only by this port.
 * @throws AppError for every failure (the ADK itself does not throw: the driver inspects its events);
 * the signal's reason when it was aborted.
 */
export abstract class AgentRuntime {
  /** The preferred model. An answer by another one is a makeshift. */
  abstract readonly model: string;
  /** Changes whenever the same question may get another answer: model, versions of all tools, providers that can be asked. Part of the cache key. */
  abstract get version(): string;

  /** Loads what is slow to load, before the first job is taken. */
  abstract warmUp(): Promise<void>;

  /**
   * The model for the next attempt of a run: the preferred one, or one that stands in for it after its failures or while
   * it is known to be in trouble. Undefined when there is no use in another attempt.
   */
  abstract choose(failures: readonly AttemptFailure[]): string | undefined;

  /** The models in the order they are asked; `open` is one that failed several times and is left alone for a while. */
  abstract models(): { readonly name: string; readonly state: 'up' | 'open' }[];

  abstract run(request: AgentRequest): Promise<AgentOutcome>;
}
