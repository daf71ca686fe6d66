// The same runs as the worker's without anything that keeps them: no queue, no store, no HTTP. Prints JSON.
// Usage: node in-process.mjs RUNS CONCURRENCY
import { createScriptedRuntime, MODEL, scriptFromEnvironment } from './scripted-runtime.mjs';

const [runs, concurrency] = process.argv.slice(2).map(Number);
const script = scriptFromEnvironment();
const runtime = createScriptedRuntime(script);
const noLedger = { recall: () => undefined, record: async () => undefined };

async function run(number) {
  let events = 0;
  await runtime.run({
    model: MODEL,
    runId: `run-${number}`,
    userId: 'user',
    conversationId: `conversation-${number}`,
    message: 'What are the exports of phones?',
    language: 'en',
    history: [],
    ledger: noLedger,
    signal: new AbortController().signal,
    emit: () => (events += 1),
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
await work(script.chunkMs > 0 ? concurrency : 200);
const cpu = process.cpuUsage();
const startedAt = performance.now();
await work(runs);
const elapsedMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ runs, elapsedMs, cpuMs: (user + system) / 1000 }));
