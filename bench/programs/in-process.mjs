// The same runs as the worker's without anything that keeps them: no queue, no store, no HTTP. Prints JSON.
// Usage: node in-process.mjs RUNS CONCURRENCY
import { rehearsalRequest } from '../../dist/src/agent/worker/runtime/rehearsal.js';
import { createScriptedRuntime, MODEL, scriptFromEnvironment } from './scripted-runtime.mjs';

const [runs, concurrency] = process.argv.slice(2).map(Number);
const script = scriptFromEnvironment();
const runtime = createScriptedRuntime(script);

async function run(number) {
  let events = 0;
  await runtime.run({
    ...rehearsalRequest(),
    model: MODEL,
    runId: `run-${number}`,
    conversationId: `conversation-${number}`,
    message: 'What are the exports of phones?',
    emit: (event) => {
      events += 1;
      if (event.type === 'tool_result' && !event.ok) throw new Error(`The tool failed: ${event.summary}`);
    },
  });
  if (events < 50) throw new Error(`The run had only ${events} events.`);
}

async function work(count) {
  let next = 0;
  const one = async () => {
    while (next < count) await run((next += 1));
  };
  await Promise.all(Array.from({ length: concurrency }, one));
}

await runtime.warmUp();
// Where a run takes a second, one each is warm-up enough.
await work(script.chunkMs > 0 ? concurrency : 1_500);
const cpu = process.cpuUsage();
const startedAt = performance.now();
await work(runs);
const elapsedMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ runs, elapsedMs, cpuMs: (user + system) / 1000 }));
