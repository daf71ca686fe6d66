import { type LlmResponse } from '@google/adk';
import { FinishReason, type Part } from '@google/genai';
import { type Piece, ThoughtTags } from './thought-tags.js';
import { ToolCalls } from './tool-calls.js';
import { type Chunk, type Delta, type WireUsage } from './openai-wire.js';

/** Why a model stopped, in ADK's words. What is not here is a good end: servers invent words for it. */
const STOPPED: Readonly<Record<string, FinishReason>> = {
  length: FinishReason.MAX_TOKENS,
  content_filter: FinishReason.SAFETY,
};

/** Puts a streamed answer together. */
export class ChatAnswer {
  readonly #tags = new ThoughtTags();
  readonly #calls = new ToolCalls();
  #thoughts = '';
  #text = '';
  #usage: WireUsage | undefined;
  #finish: string | undefined;

  /** Whether the model has said that it stopped. */
  get finished(): boolean {
    return this.#finish !== undefined;
  }

  /** Takes the next piece. @returns what of it can be shown at once */
  accept({ choices, usage }: Chunk): LlmResponse[] {
    this.#usage = usage ?? this.#usage;
    // Of several answers only the first was asked for. The report of usage comes without any.
    const choice = choices?.[0];
    if (!choice) return [];
    this.#finish = choice.finish_reason ?? this.#finish;
    const delta = choice.delta ?? choice.message;
    const pieces = delta ? this.#read(delta) : [];
    return this.#keep(this.finished ? [...pieces, ...this.#tags.flush()] : pieces);
  }

  /** The whole answer, repeated, as ADK wants it. @throws SyntaxError when a function call is no JSON */
  whole(): LlmResponse {
    const calls = this.#calls.all();
    const parts: Part[] = [
      ...(this.#thoughts === '' ? [] : [{ text: this.#thoughts, thought: true }]),
      ...(this.#text === '' ? [] : [{ text: this.#text }]),
      ...calls.map((functionCall) => ({ functionCall })),
    ];
    const stopped = STOPPED[this.#finish ?? ''];
    return {
      ...(parts.length > 0 && { content: { role: 'model', parts } }),
      partial: false,
      finishReason: stopped ?? FinishReason.STOP,
      ...(stopped && { errorCode: stopped, errorMessage: `The answer ended with ${this.#finish}.` }),
      ...(this.#usage && { usageMetadata: usageMetadataOf(this.#usage) }),
    };
  }

  #read({ content, refusal, reasoning, reasoning_content, tool_calls }: Delta): Piece[] {
    this.#calls.add(tool_calls ?? []);
    const thought = reasoning ?? reasoning_content ?? '';
    return [
      ...(thought === '' ? [] : [{ text: thought, thought: true }]),
      ...this.#tags.push(content ?? refusal ?? ''),
    ];
  }

  #keep(pieces: readonly Piece[]): LlmResponse[] {
    return pieces.map(({ text, thought }) => {
      if (thought) this.#thoughts += text;
      else this.#text += text;
      return {
        content: { role: 'model', parts: [thought ? { text, thought } : { text }] },
        partial: true,
        // A few servers count as they go; then a stream that breaks off has cost what it said last.
        ...(this.#usage && { usageMetadata: usageMetadataOf(this.#usage) }),
      };
    });
  }
}

/** OpenAI counts thoughts among what was written, Gemini beside it. */
function usageMetadataOf({ prompt_tokens, completion_tokens, completion_tokens_details }: WireUsage) {
  const prompt = prompt_tokens ?? 0;
  const written = completion_tokens ?? 0;
  const thoughts = Math.min(completion_tokens_details?.reasoning_tokens ?? 0, written);
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: written - thoughts,
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
    totalTokenCount: prompt + written,
  };
}
