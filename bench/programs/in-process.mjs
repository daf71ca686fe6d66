// The same runs as the worker's without anything that keeps them: no queue, no store, no HTTP. Prints JSON.
// Usage: node in-process.mjs RUNS CONCURRENCY [MILLISECONDS within which those at once begin, one after the other]
import { setTimeout as delay } from 'node:timers/promises';
import { rehearsalRequest } from '../../dist/src/agent/worker/runtime/rehearsal.js';
import { AT_ONCE } from './scripted-model.mjs';
import { createScriptedRuntime, MODEL, scriptFromEnvironment } from './scripted-runtime.mjs';

const [runs, concurrency, spreadMs = 0] = process.argv.slice(2).map(Number);
const QUESTION = 'What are the exports of phones?';

const script = scriptFromEnvironment();
const runtime = createScriptedRuntime(script);

async function run(number, message) {
  let events = 0;
  await runtime.run({
    ...rehearsalRequest(),
    model: MODEL,
    runId: `run-${number}`,
    conversationId: `conversation-${number}`,
    message,
    emit: (event) => {
      events += 1;
      if (event.type === 'tool_result' && !event.ok) throw new Error(`The tool failed: ${event.summary}`);
    },
  });
  if (events < 50) throw new Error(`The run had only ${events} events.`);
}

/** @returns how long each took, in milliseconds */
async function work(count, message) {
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

await runtime.warmUp();
await work(1_500, `${QUESTION} ${AT_ONCE}`);
const cpu = process.cpuUsage();
const startedAt = performance.now();
const took = await work(runs, QUESTION);
const elapsedMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpu);
const medianMs = took.sort((a, b) => a - b)[Math.floor(took.length / 2)];
console.log(JSON.stringify({ runs, elapsedMs, medianMs, cpuMs: (user + system) / 1000 }));
