import { type AgentModel } from '../../../src/agent/worker/runtime/models/agent-model.js';
import { createOpenAi } from '../../../src/agent/worker/runtime/models/model-factory.js';
import { AgentOnModel, KEY, type ModelOverrides, type Scene } from '../agent-on-model.js';
import { FakeOpenAi } from './fake-openai.js';
import {
  callReply,
  errorReply,
  overlongReply,
  piece,
  type Reply,
  SILENCE,
  streamReply,
  textReply,
  unendedReply,
  usageReport,
} from './openai-replies.js';

/** The agent's runtime with an OpenAI-compatible model and a fake in its server's place. */
export class AgentOnOpenAi extends AgentOnModel {
  protected readonly modelName = 'openai:a-model';

  private constructor(readonly openai: FakeOpenAi) {
    super();
  }

  static async start(): Promise<AgentOnOpenAi> {
    return new AgentOnOpenAi(await FakeOpenAi.start(KEY));
  }

  play(...scenes: readonly Scene[]): void {
    this.openai.replies(...scenes.map(replyFor));
  }

  get requestCount(): number {
    return this.openai.requests.length;
  }

  requested(count: number): Promise<void> {
    return this.openai.requested(count);
  }

  firstGone(): Promise<void> | undefined {
    return this.openai.requests[0]?.gone;
  }

  resultsToldTo(request: number): unknown[] {
    const { messages = [] } = this.openai.requests[request]?.body ?? {};
    return messages.filter(({ role }) => role === 'tool').map(({ content }): unknown => JSON.parse(content as string));
  }

  functionsOfferedTo(request: number): string[] {
    return (this.openai.requests[request]?.body.tools ?? []).map((tool) => tool.function.name);
  }

  close(): Promise<void> {
    return this.openai.close();
  }

  protected model({ apiKey = KEY, baseUrl = this.openai.url, timeoutMs = 30_000 }: ModelOverrides): AgentModel {
    return createOpenAi({ model: 'a-model', apiKey, baseUrl, timeoutMs });
  }
}

function replyFor(scene: Scene): Reply {
  switch (scene.kind) {
    case 'text':
      return textScene(scene);
    case 'calls':
      return callReply(scene.calls);
    case 'error':
      return errorReply(scene.status);
    case 'limited':
      return errorReply(429, { headers: { 'retry-after': String(Math.ceil(scene.retryAfter)) } });
    case 'overlong':
      return overlongReply();
    case 'blocked':
      return errorReply(400, {
        code: 'content_filter',
        message: 'The prompt triggered the content management policy.',
      });
    case 'stopped':
      return textReply([scene.text], { finish: scene.why === 'safety' ? 'content_filter' : 'length' });
    case 'silence':
      return SILENCE;
  }
}

function textScene({ pieces, thoughts = [], ending = 'end', unfinished }: Extract<Scene, { kind: 'text' }>): Reply {
  const events = [
    ...thoughts.map((reasoning) => piece({ content: '', reasoning })),
    ...pieces.map((content) => piece({ content })),
  ];
  if (unfinished) return unendedReply(events, ending);
  const report = usageReport(100, thoughts.length + pieces.length * 5, thoughts.length);
  return streamReply([...events, piece({}, 'stop'), report], { ending });
}
