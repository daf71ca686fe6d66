import { type LlmRequest } from '@google/adk';
import { type Content, type ContentUnion, type FunctionDeclaration } from '@google/genai';
import { toMessages } from './chat-messages.js';
import { toJsonSchema } from './json-schema.js';
import { type ChatRequest, type FunctionTool } from './openai-wire.js';

const NO_PARAMETERS = { type: 'object', properties: {} };

/** What ADK asks of a model, in the words of OpenAI's API. */
export function toChatRequest(model: string, { contents, config }: LlmRequest): ChatRequest {
  const tools = (config?.tools ?? []).flatMap((tool) =>
    'functionDeclarations' in tool ? (tool.functionDeclarations ?? []).map(toFunctionTool) : [],
  );
  const system = textOf(config?.systemInstruction);
  return {
    model,
    messages: [...(system === '' ? [] : [{ role: 'system' as const, content: system }]), ...toMessages(contents)],
    // An empty list is refused.
    ...(tools.length > 0 && { tools }),
    ...(config?.temperature !== undefined && { temperature: config.temperature }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function toFunctionTool({ name, description, parameters, parametersJsonSchema }: FunctionDeclaration): FunctionTool {
  return {
    type: 'function',
    function: {
      name: name ?? '',
      ...(description !== undefined && { description }),
      parameters: parameters ? toJsonSchema(parameters) : ((parametersJsonSchema as object) ?? NO_PARAMETERS),
    },
  };
}

function textOf(instruction: ContentUnion | undefined): string {
  if (instruction === undefined || typeof instruction === 'string') return instruction ?? '';
  if (Array.isArray(instruction)) return instruction.map((item) => textOf(item)).join('\n');
  if ('parts' in instruction) return ((instruction as Content).parts ?? []).map(({ text = '' }) => text).join('\n');
  return 'text' in instruction ? (instruction.text ?? '') : '';
}
