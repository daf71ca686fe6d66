import { type Content, type Part } from '@google/genai';
import { type Message, type MessagePart, type ToolCallMessage } from './openai-wire.js';

/**
 * A conversation as OpenAI's messages. Every result names the call it answers by an id; ADK takes its own ids out of a history, so calls
 * without one are numbered here, and results find theirs by the function's name, in order.
 */
export function toMessages(contents: readonly Content[]): Message[] {
  const calls = new CallIds();
  return contents.flatMap(({ role, parts = [] }) =>
    role === 'model' ? assistantMessages(parts, calls) : userMessages(parts, calls),
  );
}

function assistantMessages(parts: readonly Part[], calls: CallIds): Message[] {
  // What the model only thought is not told to it again.
  const said = parts.filter(({ thought }) => thought !== true);
  const text = said.map((part) => part.text ?? '').join('');
  const tool_calls = said.flatMap(({ functionCall }): ToolCallMessage[] => {
    if (functionCall?.name === undefined) return [];
    const { id, name, args = {} } = functionCall;
    return [{ id: calls.open(name, id), type: 'function', function: { name, arguments: JSON.stringify(args) } }];
  });
  if (text === '' && tool_calls.length === 0) return [];
  return [{ role: 'assistant', content: text === '' ? null : text, ...(tool_calls.length > 0 && { tool_calls }) }];
}

/** Results first: nothing may stand between a call and its result. */
function userMessages(parts: readonly Part[], calls: CallIds): Message[] {
  const results = parts.flatMap(({ functionResponse }): Message[] => {
    if (functionResponse?.name === undefined) return [];
    const { id, name, response = {} } = functionResponse;
    return [{ role: 'tool', tool_call_id: calls.close(name, id), content: JSON.stringify(response) }];
  });
  const content = parts.flatMap(toMessagePart);
  if (content.length === 0) return results;
  const plain = content.every((part) => part.type === 'text');
  return [...results, { role: 'user', content: plain ? content.map(({ text }) => text).join('\n') : content }];
}

function toMessagePart({ text, inlineData }: Part): MessagePart[] {
  if (text !== undefined && text !== '') return [{ type: 'text', text }];
  const { mimeType = '', data } = inlineData ?? {};
  if (data === undefined) return [];
  if (mimeType.startsWith('image/'))
    return [{ type: 'image_url', image_url: { url: `data:${mimeType};base64,${data}` } }];
  return [{ type: 'text', text: `[A file of type ${mimeType} that cannot be shown to this model]` }];
}

class CallIds {
  readonly #open: { readonly id: string; readonly name: string }[] = [];
  #made = 0;

  open(name: string, given: string | undefined): string {
    const id = given ?? `call_${(this.#made += 1)}`;
    this.#open.push({ id, name });
    return id;
  }

  close(name: string, given: string | undefined): string {
    const named = this.#open.findIndex((call) => call.id === given);
    const at = named < 0 ? this.#open.findIndex((call) => call.name === name) : named;
    const [call] = at < 0 ? [] : this.#open.splice(at, 1);
    return call?.id ?? given ?? name;
  }
}
