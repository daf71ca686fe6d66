import { z } from 'zod';
import { AppError } from '../../../src/common/errors/app-error.js';
import { AdkAgentRuntime } from '../../../src/agent/worker/runtime/adk-agent-runtime.js';
import { type AgentRequest, type AgentRuntimeEvent } from '../../../src/agent/worker/runtime/agent-runtime.port.js';
import { createGemini } from '../../../src/agent/worker/runtime/models/model-factory.js';
import { defineTool, type Tool, type ToolFindings } from '../../../src/agent/worker/tools/tool.js';
import { type Source } from '../../../src/session/index.js';
import { MemoryArtifactStore } from '../memory-artifacts.js';
import { MemoryLedger } from '../memory-ledger.js';
import { FakeGemini } from './fake-gemini.js';

const KEY = 'a-valid-key';

/** The agent's runtime with Gemini as its model and a fake in Gemini's place: scripted answers in, a run's events out. */
export class AgentOnGemini {
  readonly events: AgentRuntimeEvent[] = [];
  readonly abort = new AbortController();

  private constructor(readonly gemini: FakeGemini) {}

  static async start(): Promise<AgentOnGemini> {
    return new AgentOnGemini(await FakeGemini.start(KEY));
  }

  close(): Promise<void> {
    return this.gemini.close();
  }

  runtime(
    tools: readonly Tool[] = [],
    options: { maxModelCalls?: number; apiKey?: string; baseUrl?: string; timeoutMs?: number } = {},
  ): AdkAgentRuntime {
    const { apiKey = KEY, baseUrl = this.gemini.url, maxModelCalls = 20, timeoutMs = 5_000 } = options;
    return new AdkAgentRuntime({
      models: [createGemini({ model: 'gemini-2.5-flash', apiKey, baseUrl, timeoutMs })],
      tools,
      maxModelCalls,
    });
  }

  request(overrides: Partial<AgentRequest> = {}): AgentRequest {
    return {
      runId: 'run-1',
      model: 'gemini-2.5-flash',
      userId: 'user-1',
      conversationId: 'conversation-1',
      message: 'How many phones did China sell to the USA?',
      language: 'en',
      history: [],
      ledger: new MemoryLedger(),
      artifacts: new MemoryArtifactStore(),
      signal: this.abort.signal,
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
