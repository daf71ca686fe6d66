import { type FunctionCall } from '@google/genai';
import { type ToolCallDelta } from './openai-wire.js';

/** Puts the function calls of an answer together: name and arguments come in pieces, the pieces of several calls mixed. */
export class ToolCalls {
  readonly #calls: { index: number | undefined; id: string | undefined; name: string; args: string }[] = [];

  add(deltas: readonly ToolCallDelta[]): void {
    for (const { index, id, function: piece } of deltas) {
      const call = this.#find(index ?? undefined, id || undefined, piece?.name || undefined);
      call.id ??= id || undefined;
      if (call.name === '') call.name = piece?.name ?? '';
      call.args += piece?.arguments ?? '';
    }
  }

  /** @throws SyntaxError when the arguments of one are no JSON object */
  all(): FunctionCall[] {
    return this.#calls.map(({ id, name, args }) => ({ ...(id !== undefined && { id }), name, args: parse(args) }));
  }

  /** Older Ollamas number all calls 0: another id, or another name where there is none, is another call. */
  #find(index: number | undefined, id: string | undefined, name: string | undefined) {
    const last = this.#calls.findLast((call) => index === undefined || call.index === index);
    const another = id === undefined ? name !== undefined && last?.name !== '' : last?.id !== id;
    if (last !== undefined && !another) return last;
    const call = { index, id, name: '', args: '' };
    this.#calls.push(call);
    return call;
  }
}

function parse(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  const args: unknown = JSON.parse(text);
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    throw new SyntaxError('The arguments of a function call are no JSON object.');
  return args as Record<string, unknown>;
}
