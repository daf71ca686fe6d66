import { BenchSystem } from './system.js';

/** Answers differ by nothing, so the cache must stay out of it. */
export const QUESTION = { message: 'What are the exports of phones?', cache: false };

/** As many runs at once as any benchmark has clients: the queue is not what is measured. */
const NO_QUEUE = 50;

/** @param atOnce runs a worker works on at the same time */
export function startScriptedSystem({ chunkMs = 0, workers = 1, atOnce = NO_QUEUE } = {}): Promise<BenchSystem> {
  return BenchSystem.start({
    worker: 'scripted-worker',
    workers,
    chunkMs,
    settings: { AGENT_RUNNER_POOL_SIZE: String(atOnce), AGENT_MAX_CONCURRENT_RUNS_PER_USER: '50' },
  });
}
