import { z } from 'zod';

/** The parts of OpenAI's chat completions that we speak, and what servers that are like it really send. */

export interface ToolCallMessage {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

export type Message =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | readonly MessagePart[] }
  | { readonly role: 'assistant'; readonly content: string | null; readonly tool_calls?: readonly ToolCallMessage[] }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

export interface FunctionTool {
  readonly type: 'function';
  readonly function: { readonly name: string; readonly description?: string; readonly parameters: object };
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly FunctionTool[];
  readonly temperature?: number;
  readonly stream: true;
  readonly stream_options: { readonly include_usage: true };
}

const toolCallDelta = z.object({
  // Servers leave out the number where there is one call only.
  index: z.number().int().nonnegative().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
export type ToolCallDelta = z.output<typeof toolCallDelta>;

const delta = z.object({
  content: z.string().nullish(),
  /** What a model of OpenAI says when it declines. */
  refusal: z.string().nullish(),
  /** Thoughts, as Ollama and OpenRouter name them. */
  reasoning: z.string().nullish(),
  /** Thoughts, as DeepSeek and vLLM name them. */
  reasoning_content: z.string().nullish(),
  tool_calls: z.array(toolCallDelta).nullish(),
});
export type Delta = z.output<typeof delta>;

const usage = z.object({
  prompt_tokens: z.number().nullish(),
  completion_tokens: z.number().nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish(),
});
export type WireUsage = z.output<typeof usage>;

const errorBody = z.union([
  z.string().transform((message) => ({ message, code: undefined, type: undefined })),
  z.object({
    message: z.string().default(''),
    code: z.union([z.string(), z.number()]).nullish(),
    type: z.string().nullish(),
  }),
]);
export type WireErrorBody = z.output<typeof errorBody>;

/** A piece of a streamed answer, a whole one that came although a stream was asked for, or an error in its middle. */
export const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: delta.nullish(),
        message: delta.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: usage.nullish(),
  error: errorBody.nullish(),
});
export type Chunk = z.output<typeof chunkSchema>;

/** The body of a refused request: OpenAI's form, or that of a framework in between. */
export const failureSchema = z.object({ error: errorBody.optional(), message: z.string().optional() });
