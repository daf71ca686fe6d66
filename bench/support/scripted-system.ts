import { BenchSystem, type SystemOptions } from './system.js';

/** Answers differ by nothing, so the cache must stay out of it. */
export const QUESTION = { message: 'What are the exports of phones?', cache: false };

/** As many runs at once as any benchmark has clients: the queue is not what is measured. */
const NO_QUEUE = 50;

export interface ScriptedSystemOptions extends Pick<SystemOptions, 'chunkMs' | 'workers' | 'node'> {
  /** Runs a worker works on at the same time. */
  readonly atOnce?: number;
}

export function startScriptedSystem({
  atOnce = NO_QUEUE,
  ...options
}: ScriptedSystemOptions = {}): Promise<BenchSystem> {
  return BenchSystem.start({
    ...options,
    worker: 'scripted-worker',
    settings: { AGENT_RUNNER_POOL_SIZE: String(atOnce), AGENT_MAX_CONCURRENT_RUNS_PER_USER: '50' },
  });
}
