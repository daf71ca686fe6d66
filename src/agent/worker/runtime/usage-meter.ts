import { type LlmResponse } from '@google/adk';
import { type Usage } from '../../../session/index.js';

type Report = NonNullable<LlmResponse['usageMetadata']>;

/** Takes what a model call says of its usage. Each report holds the call's totals so far, so the last one counts. */
export type UsageListener = (report: Report) => void;

/** Adds up what a run used. At any moment the total holds what was reported by then, also of a call that was broken off. */
export class UsageMeter {
  readonly #calls: (Report | undefined)[] = [];

  get modelCalls(): number {
    return this.#calls.length;
  }

  /** Counted when a call begins: while a transfer is carried out, the call that asked for it is still open. */
  beginCall(): UsageListener {
    const call = this.#calls.push(undefined) - 1;
    return (report) => void (this.#calls[call] = report);
  }

  /** Thinking counts as output, as it is billed. A call that failed early, or never said, counts as a call without tokens. */
  total(toolCalls: number): Usage {
    const sum = (...fields: readonly (keyof Report & `${string}TokenCount`)[]) =>
      this.#calls.reduce((total, call) => fields.reduce((part, field) => part + (call?.[field] ?? 0), total), 0);
    const input_tokens = sum('promptTokenCount', 'toolUsePromptTokenCount');
    const output_tokens = sum('candidatesTokenCount', 'thoughtsTokenCount');
    return {
      input_tokens,
      output_tokens,
      total_tokens: input_tokens + output_tokens,
      model_calls: this.modelCalls,
      tool_calls: toolCalls,
    };
  }
}
