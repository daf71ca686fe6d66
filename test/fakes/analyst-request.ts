import { type AgentRequest } from '../../src/agent/worker/runtime/agent-runtime.port.js';
import { detectLanguage } from '../../src/common/i18n/language.js';
import { MemoryArtifactStore } from './memory-artifacts.js';
import { MemoryLedger } from './memory-ledger.js';

/** A question to the built-in model in a run of its own: nothing attached, nothing said before, nobody who listens. */
export function analystRequest(message: string, overrides: Partial<AgentRequest> = {}): AgentRequest {
  return {
    runId: 'run',
    model: 'analyst',
    userId: 'user',
    conversationId: 'conversation',
    message,
    language: detectLanguage(message),
    attachments: [],
    history: [],
    ledger: new MemoryLedger(),
    artifacts: new MemoryArtifactStore(),
    signal: new AbortController().signal,
    confirm: () => Promise.resolve(),
    spent: () => undefined,
    emit: () => undefined,
    ...overrides,
  };
}
