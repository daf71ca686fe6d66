// Runs in a bare process, told by its arguments: RUNS CONCURRENCY WARM-UP-RUNS and the MILLISECONDS within which those at once
// begin, one after the other. Prints what they took as JSON.
import { setTimeout as delay } from 'node:timers/promises';
import { AT_ONCE } from './scripted-model.mjs';

const QUESTION = 'What are the exports of phones?';

/** @param {(number: number, message: string) => Promise<void>} run */
export async function measureRuns(run) {
  const [runs, concurrency, warmUp, spreadMs] = process.argv.slice(2).map(Number);
  await work({ run, count: warmUp, concurrency, spreadMs: 0, message: `${QUESTION} ${AT_ONCE}` });
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const took = await work({ run, count: runs, concurrency, spreadMs, message: QUESTION });
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  const medianMs = took.sort((a, b) => a - b)[Math.floor(took.length / 2)];
  console.log(JSON.stringify({ runs, elapsedMs, medianMs, cpuMs: (user + system) / 1000 }));
}

/** @returns how long each took, in milliseconds */
async function work({ run, count, concurrency, spreadMs, message }) {
  const took = [];
  let next = 0;
  const one = async (_none, lane) => {
    if (spreadMs > 0) await delay((lane * spreadMs) / concurrency);
    while (next < count) {
      const startedAt = performance.now();
      await run((next += 1), message);
      took.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, one));
  return took;
}
