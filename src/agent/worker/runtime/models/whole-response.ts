import { type LlmResponse } from '@google/adk';

/**
 * Passes partial responses on as they come, and everything else as one response at the end of the call.
 *
 * ADK's Gemini gives a function call as soon as its chunk is there and a report of usage after it. ADK then runs the call while the answer
 * is still being read, splits calls that came in two chunks into two turns (which Gemini refuses, as only the first bears the
 * thought's signature), and takes the trailing report for an unfinished step: after a transfer it asks the first agent again.
 */
export async function* asWholeResponse(responses: AsyncIterable<LlmResponse>): AsyncGenerator<LlmResponse, void> {
  let whole: LlmResponse | undefined;
  for await (const response of responses) {
    if (response.partial) yield response;
    else whole = whole ? merge(whole, response) : response;
  }
  if (whole) yield { ...whole, partial: false };
}

function merge(earlier: LlmResponse, later: LlmResponse): LlmResponse {
  const told = Object.fromEntries(Object.entries(later).filter(([, value]) => value !== undefined));
  const parts = [...(earlier.content?.parts ?? []), ...(later.content?.parts ?? [])];
  return { ...earlier, ...told, content: parts.length > 0 ? { role: 'model', parts } : undefined };
}
