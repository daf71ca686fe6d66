import { BaseLlm, type LlmRequest, type LlmResponse } from '@google/adk';
import { CutStreamError, GarbledCallError } from '../model-failure.js';
import { ChatAnswer } from './chat-answer.js';
import { ChatClient, type ChatClientOptions } from './chat-client.js';
import { toChatRequest } from './chat-request.js';

/** Which model, and how it is reached. */
export interface OpenAiOptions extends ChatClientOptions {
  /** As the server knows it, e.g. `qwen3:8b`. */
  readonly model: string;
}

/**
 * Any model behind OpenAI's chat completions: OpenAI itself, a gateway, or an Ollama or vLLM of one's own. The answer is always streamed
 * over the wire, so that the time limit and a cancel hold in its middle, too.
 */
export class OpenAiModel extends BaseLlm {
  readonly #client: ChatClient;

  constructor(private readonly options: OpenAiOptions) {
    super({ model: options.model });
    this.#client = new ChatClient(options);
  }

  async *generateContentAsync(
    request: LlmRequest,
    stream?: boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<LlmResponse, void> {
    const answer = new ChatAnswer();
    for await (const chunk of this.#client.stream(toChatRequest(this.options.model, request), signal)) {
      const shown = answer.accept(chunk);
      if (stream) yield* shown;
    }
    if (!answer.finished) throw new CutStreamError();
    try {
      yield answer.whole();
    } catch (error) {
      throw error instanceof SyntaxError ? new GarbledCallError(error) : error;
    }
  }

  connect(): Promise<never> {
    return Promise.reject(new Error('Live connections are not used.'));
  }
}
