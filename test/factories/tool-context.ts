import { type ToolContext } from '../../src/agent/worker/tools/tool.js';
import { MemoryArtifacts } from '../fakes/memory-artifacts.js';

/** What a tool is called with: in English, never aborted, its files kept in memory, where nothing else is said. */
export function toolContext(overrides: Partial<ToolContext> = {}): ToolContext {
  return {
    language: 'en',
    signal: new AbortController().signal,
    progress: () => undefined,
    artifacts: new MemoryArtifacts(),
    findings: [],
    ...overrides,
  };
}
