import { Gemini, type LlmRequest, type LlmResponse } from '@google/adk';
import { type GenerateContentResponse, type GoogleGenAI, type HttpOptions } from '@google/genai';
import { CutStreamError, PromptBlockedError } from './model-failure.js';
import { asWholeResponse } from './whole-response.js';

/** Which Gemini, and how it is reached. */
export interface GeminiOptions {
  readonly model: string;
  readonly apiKey: string;
  /** Of a gateway in front of the Gemini API; undefined for Google's own. */
  readonly baseUrl: string | undefined;
  /** Milliseconds one request may take until its last byte: the run's own limit, since it also covers a healthy slow stream. */
  readonly timeoutMs: number;
}

/**
 * ADK's Gemini with what it leaves out: another base URL, one response a call (see `asWholeResponse`), and two
 * failures it passes off as success: a blocked prompt, and a stream that ends before the model has finished.
 */
export class GeminiModel extends Gemini {
  readonly #options: GeminiOptions;
  #client: GoogleGenAI | undefined;

  constructor(options: GeminiOptions) {
    super({ model: options.model, apiKey: options.apiKey });
    this.#options = options;
  }

  override async *generateContentAsync(
    request: LlmRequest,
    stream?: boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<LlmResponse, void> {
    let finished = false;
    for await (const response of asWholeResponse(super.generateContentAsync(request, stream, signal))) {
      finished ||= response.finishReason !== undefined || response.errorCode !== undefined;
      yield response;
    }
    if (!finished && !signal?.aborted && stream) throw new CutStreamError();
  }

  override get apiClient(): GoogleGenAI {
    this.#client ??= reportBlockedPrompts(super.apiClient);
    return this.#client;
  }

  protected override getHttpOptions(): HttpOptions {
    const { baseUrl, timeoutMs } = this.#options;
    return {
      ...super.getHttpOptions(),
      timeout: timeoutMs,
      // Who calls it repeats what may pass (`MeteredModel`).
      retryOptions: { attempts: 1 },
      ...(baseUrl !== undefined && { baseUrl }),
    };
  }
}

/** ADK's stream aggregator drops `promptFeedback`, so it is looked at before the aggregator sees it. */
function reportBlockedPrompts(client: GoogleGenAI): GoogleGenAI {
  const { models } = client;
  const generate = models.generateContentStream;
  models.generateContentStream = async (parameters) => watch(await generate(parameters));
  return client;
}

async function* watch(responses: AsyncIterable<GenerateContentResponse>): AsyncGenerator<GenerateContentResponse> {
  for await (const response of responses) {
    const reason = response.promptFeedback?.blockReason;
    if (reason !== undefined) throw new PromptBlockedError(reason);
    yield response;
  }
}
