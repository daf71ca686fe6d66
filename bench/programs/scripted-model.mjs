// The model of the benchmarks: costs nothing, says the same every time. One tool call, then an answer in chunks.
import { setTimeout as delay } from 'node:timers/promises';

const TRANSFER = 'transfer_to_agent';
const USAGE = { promptTokenCount: 400, candidatesTokenCount: 100, totalTokenCount: 500 };

/** A question with these words is answered without a pause, however slow the script: for warming up. */
export const AT_ONCE = '(at once)';

/** The tool it calls: its name must be one that a specialist of ours has. */
export const TOOL_NAME = 'query_trade_statistics';

/**
 * @param {typeof import('@google/adk').BaseLlm} BaseLlm of the copy of ADK it will run in
 * @param {{ chunks?: number, chunkMs?: number }} script how many chunks, and milliseconds before each: like a model on another machine it
 * says the next one in time, however late the last one was heard. A chunk that was waited for begins with the time it was due at, as
 * `@1767600000123.4`
 */
export function createScriptedModel(BaseLlm, { chunks = 50, chunkMs = 0 } = {}) {
  return new (class ScriptedModel extends BaseLlm {
    async *generateContentAsync(request, stream) {
      const call = nextCall(request);
      if (call) {
        yield whole([{ functionCall: call }]);
        return;
      }
      const pauseMs = JSON.stringify(request.contents).includes(AT_ONCE) ? 0 : chunkMs;
      const begunAt = performance.now();
      let answer = '';
      for (let number = 1; number <= chunks; number += 1) {
        const dueAt = begunAt + number * pauseMs;
        if (dueAt > performance.now()) await delay(dueAt - performance.now());
        const time = pauseMs > 0 ? `@${(performance.timeOrigin + dueAt).toFixed(1)} ` : '';
        // No figures: whatever has no source is noted with the answer, and fifty notes are no everyday load.
        const text = `${time}This is ${number < chunks ? 'a' : 'the last'} piece of the answer. `;
        answer += text;
        if (stream) yield { content: { role: 'model', parts: [{ text }] }, partial: true };
      }
      yield whole([{ text: answer }]);
    }

    connect() {
      return Promise.reject(new Error('Live connections are not used.'));
    }
  })({ model: 'scripted' });
}

function whole(parts) {
  return { content: { role: 'model', parts }, partial: false, turnComplete: true, usageMetadata: USAGE };
}

/** Ours hands the question over to a specialist first; an agent that has the tool itself calls it at once. */
function nextCall({ contents, toolsDict }) {
  const answered = contents.at(-1)?.parts?.some((part) => part.functionResponse?.name === TOOL_NAME);
  if (answered) return undefined;
  if (Object.hasOwn(toolsDict, TOOL_NAME)) return { name: TOOL_NAME, args: { product: 'phones' } };
  return { name: TRANSFER, args: { agentName: 'trade_specialist' } };
}
