import { type AgentModel } from '../../../src/agent/worker/runtime/models/agent-model.js';
import { createGemini } from '../../../src/agent/worker/runtime/models/model-factory.js';
import { AgentOnModel, KEY, type ModelOverrides, type Scene } from '../agent-on-model.js';
import { FakeGemini } from './fake-gemini.js';
import {
  answer,
  blockedPromptReply,
  callReply,
  chunk,
  errorReply,
  rateLimitReply,
  type Reply,
  SILENCE,
  textReply,
  unsafeReply,
  usage,
} from './gemini-replies.js';

/** The agent's runtime with Gemini as its model and a fake in Gemini's place. */
export class AgentOnGemini extends AgentOnModel {
  protected readonly modelName = 'gemini-2.5-flash';

  private constructor(readonly gemini: FakeGemini) {
    super();
  }

  static async start(): Promise<AgentOnGemini> {
    return new AgentOnGemini(await FakeGemini.start(KEY));
  }

  play(...scenes: readonly Scene[]): void {
    this.gemini.replies(...scenes.map(replyFor));
  }

  get requestCount(): number {
    return this.gemini.requests.length;
  }

  requested(count: number): Promise<void> {
    return this.gemini.requested(count);
  }

  firstGone(): Promise<void> | undefined {
    return this.gemini.requests[0]?.gone;
  }

  resultsToldTo(request: number): unknown[] {
    const { contents = [] } = this.gemini.requests[request]?.body ?? {};
    return contents.flatMap(({ parts = [] }) => parts.flatMap((part) => part.functionResponse?.response ?? []));
  }

  functionsOfferedTo(request: number): string[] {
    const { tools = [] } = this.gemini.requests[request]?.body ?? {};
    return tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations.map(({ name }) => name));
  }

  close(): Promise<void> {
    return this.gemini.close();
  }

  protected model({ apiKey = KEY, baseUrl = this.gemini.url, timeoutMs = 30_000 }: ModelOverrides): AgentModel {
    return createGemini({ model: this.modelName, apiKey, baseUrl, timeoutMs });
  }
}

function replyFor(scene: Scene): Reply {
  switch (scene.kind) {
    case 'text':
      return scene.thoughts ? thoughtfulReply(scene.thoughts, scene.pieces) : textReply(scene.pieces, scene);
    case 'calls':
      return callReply(scene.calls);
    case 'error':
      return errorReply(scene.status);
    case 'limited':
      return rateLimitReply(`${scene.retryAfter}s`);
    case 'overlong':
      return errorReply(400, 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).');
    case 'blocked':
      return blockedPromptReply();
    case 'stopped':
      return unsafeReply(scene.text, scene.why === 'safety' ? 'SAFETY' : 'MAX_TOKENS');
    case 'silence':
      return SILENCE;
  }
}

function thoughtfulReply(thoughts: readonly string[], pieces: readonly string[]): Reply {
  return answer([
    ...thoughts.map((text, index) => chunk([{ text, thought: true }], usage(100, 0, index + 1))),
    ...pieces.map((text, index) =>
      chunk([{ text }], usage(100, (index + 1) * 5, thoughts.length), index === pieces.length - 1 ? 'STOP' : undefined),
    ),
  ]);
}
