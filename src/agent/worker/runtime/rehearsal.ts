import { BaseLlm, type LlmRequest, type LlmResponse } from '@google/adk';
import { type Part } from '@google/genai';
import { type Artifact } from '../../../session/index.js';
import { ArtifactStore } from '../tools/artifacts.port.js';
import { type LedgerCall, ToolLedger } from '../tools/tool-ledger.port.js';
import { type AgentRequest } from './agent-runtime.port.js';
import { SPECIALISTS, TRANSFER_TOOL } from './agents/specialists.js';

/** Hands over once, then says one word: the way of every run without its cost, so that its code is loaded when the first question comes. */
export class RehearsalModel extends BaseLlm {
  #handedOver = false;

  constructor() {
    super({ model: 'rehearsal' });
  }

  async *generateContentAsync(_request: LlmRequest, stream?: boolean): AsyncGenerator<LlmResponse, void> {
    const parts: Part[] = this.#handedOver
      ? [{ text: 'Ready.' }]
      : [{ functionCall: { name: TRANSFER_TOOL, args: { agentName: SPECIALISTS[0]?.name } } }];
    this.#handedOver = true;
    if (stream && parts[0]?.text) yield { content: { role: 'model', parts }, partial: true };
    yield { content: { role: 'model', parts }, partial: false };
  }

  connect(): Promise<never> {
    return Promise.reject(new Error('Live connections are not used.'));
  }
}

class BlankLedger extends ToolLedger {
  begin(tool: string): LedgerCall {
    return { effect: tool, findings: undefined };
  }

  record(): Promise<void> {
    return Promise.resolve();
  }
}

class NoArtifacts extends ArtifactStore {
  keep(): Promise<Artifact> {
    return Promise.reject(new Error('Nothing is made in a rehearsal.'));
  }
}

export function rehearsalRequest(): AgentRequest {
  return {
    model: 'rehearsal',
    runId: 'rehearsal',
    userId: 'rehearsal',
    conversationId: 'rehearsal',
    message: 'Are you ready?',
    language: 'en',
    attachments: [],
    history: [],
    ledger: new BlankLedger(),
    artifacts: new NoArtifacts(),
    signal: new AbortController().signal,
    confirm: () => Promise.resolve(),
    spent: () => undefined,
    emit: () => undefined,
  };
}
