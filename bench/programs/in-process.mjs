// The same runs as the worker's without anything that keeps them: no queue, no store, no HTTP. Arguments as in bare-runs.mjs.
import { rehearsalRequest } from '../../dist/src/agent/worker/runtime/rehearsal.js';
import { measureRuns } from './bare-runs.mjs';
import { createScriptedRuntime, MODEL, scriptFromEnvironment } from './scripted-runtime.mjs';

const runtime = createScriptedRuntime(scriptFromEnvironment());

await runtime.warmUp();
await measureRuns(async (number, message) => {
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
});
