import { z } from 'zod';
import { AppError } from '../../src/common/errors/app-error.js';
import { AdkAgentRuntime } from '../../src/agent/worker/runtime/adk-agent-runtime.js';
import { type AgentRequest, type AgentRuntimeEvent } from '../../src/agent/worker/runtime/agent-runtime.port.js';
import { type AgentModel } from '../../src/agent/worker/runtime/models/agent-model.js';
import { defineTool, type Tool, type ToolFindings } from '../../src/agent/worker/tools/tool.js';
import { type Source, type Usage } from '../../src/session/index.js';
import { MemoryArtifactStore } from './memory-artifacts.js';
import { MemoryLedger } from './memory-ledger.js';

/** The key the fakes of model providers accept. */
export const KEY = 'a-valid-key';

/** How a model's provider answers one request, whatever its wire format. Every answer has read 100 tokens. */
export type Scene =
  | {
      readonly kind: 'text';
      readonly pieces: readonly string[];
      readonly thoughts?: readonly string[];
      /** What happens after the last piece: a good end, a connection that breaks, or one that stays open without a word. */
      readonly ending?: 'end' | 'cut' | 'hang';
      /** The stream ends without a word of why. */
      readonly unfinished?: boolean;
    }
  | { readonly kind: 'calls'; readonly calls: readonly { name: string; args: Record<string, unknown> }[] }
  | { readonly kind: 'error'; readonly status: number }
  /** Refuses for a while, in seconds. */
  | { readonly kind: 'limited'; readonly retryAfter: number }
  /** The conversation does not fit. */
  | { readonly kind: 'overlong' }
  /** The prompt is refused for what it says. */
  | { readonly kind: 'blocked' }
  /** The answer is broken off for what it says, or because it is too long. */
  | { readonly kind: 'stopped'; readonly text: string; readonly why: 'safety' | 'length' }
  | { readonly kind: 'silence' };

export interface ModelOverrides {
  readonly apiKey?: string;
  readonly baseUrl?: string;
  /** What one call may take, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The agent's runtime on a model whose provider is a fake: scripted answers in, a run's events out. */
export abstract class AgentOnModel {
  readonly events: AgentRuntimeEvent[] = [];
  readonly abort = new AbortController();
  /** What the last run said that it used. */
  spent: Usage | undefined;

  /** As a run names it. */
  protected abstract readonly modelName: string;

  /** Adds answers to the script. */
  abstract play(...scenes: readonly Scene[]): void;
  abstract get requestCount(): number;
  /** Resolves when that many requests have come in. */
  abstract requested(count: number): Promise<void>;
  /** Resolves when the client of the first request has gone. */
  abstract firstGone(): Promise<void> | undefined;
  /** What the model was told of the results of its calls with a request, counted from 0. */
  abstract resultsToldTo(request: number): unknown[];
  /** The names of the functions it was offered. */
  abstract functionsOfferedTo(request: number): string[];
  abstract close(): Promise<void>;
  protected abstract model(overrides: ModelOverrides): AgentModel;

  runtime(
    tools: readonly Tool[] = [],
    { maxModelCalls = 20, ...overrides }: ModelOverrides & { maxModelCalls?: number } = {},
  ): AdkAgentRuntime {
    return new AdkAgentRuntime({ models: [this.model(overrides)], tools, maxModelCalls });
  }

  request(overrides: Partial<AgentRequest> = {}): AgentRequest {
    return {
      runId: 'run-1',
      model: this.modelName,
      userId: 'user-1',
      conversationId: 'conversation-1',
      message: 'How many phones did China sell to the USA?',
      language: 'en',
      attachments: [],
      history: [],
      ledger: new MemoryLedger(),
      artifacts: new MemoryArtifactStore(),
      signal: this.abort.signal,
      confirm: () => Promise.resolve(),
      spent: (usage) => (this.spent = usage),
      emit: (event) => this.events.push(event),
      ...overrides,
    };
  }

  ofType<T extends AgentRuntimeEvent['type']>(type: T): Extract<AgentRuntimeEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<AgentRuntimeEvent, { type: T }> => event.type === type);
  }
}

/** A tool that takes a product and does what the test wants. */
export function lookUpTool(run: Tool['run'], name = 'query_trade_statistics'): Tool {
  return defineTool({
    name,
    description: 'Looks something up.',
    activity: { en: 'Looking up', zh: '正在查询' },
    input: z.object({ product: z.string().min(2), limit: z.number().int().default(5) }),
    version: 1,
    run,
  });
}

export function findings(data: unknown, sources: readonly Source[] = []): ToolFindings {
  return { data, sources, summary: '1 row', coverage: 'all', missing: [], confidence: 'high' };
}

export function source(id: string, title: string): Source {
  return {
    id,
    title,
    publisher: 'CEPII',
    url: `https://example.org/${title}`,
    retrieved_at: '2026-01-01T00:00:00Z',
    confidence: 'derived',
  };
}

/** The code a piece of work fails with. */
export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}
