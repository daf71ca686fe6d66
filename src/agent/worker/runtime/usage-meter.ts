import { type LlmResponse } from '@google/adk';
import { type Usage } from '../../../session/index.js';

/** Adds up what a run used. */
export class UsageMeter {
  #input = 0;
  #output = 0;
  #modelCalls = 0;

  get modelCalls(): number {
    return this.#modelCalls;
  }

  /** Counted when a call begins: while a transfer is carried out, the call that asked for it is still open. */
  beginCall(): void {
    this.#modelCalls += 1;
  }

  /** What a call reported; thinking counts as output, as it is billed. A call that failed early reports nothing. */
  add(report: LlmResponse['usageMetadata']): void {
    this.#input += (report?.promptTokenCount ?? 0) + (report?.toolUsePromptTokenCount ?? 0);
    this.#output += (report?.candidatesTokenCount ?? 0) + (report?.thoughtsTokenCount ?? 0);
  }

  total(toolCalls: number): Usage {
    return {
      input_tokens: this.#input,
      output_tokens: this.#output,
      total_tokens: this.#input + this.#output,
      model_calls: this.#modelCalls,
      tool_calls: toolCalls,
    };
  }
}
