import { NO_USAGE, type Usage } from '../../session/index.js';

/**
 * What a run is charged: everything that its attempts spent which ended by themselves, be it with an answer, a failure, a cancel or
 * the end of their time. An attempt that was interrupted from outside (its worker died, stopped, or lost the run) is not charged: the
 * one that repeats it is. A tool call that several attempts make is one call, as its result is kept.
 */
export class RunCharge {
  #total: Usage;

  /** @param before what earlier attempts were charged */
  constructor(before: Usage | null) {
    this.#total = before ?? NO_USAGE;
  }

  get total(): Usage {
    return this.#total;
  }

  add(attempt: Usage): void {
    const sum = (field: keyof Usage) => this.#total[field] + attempt[field];
    this.#total = {
      input_tokens: sum('input_tokens'),
      output_tokens: sum('output_tokens'),
      total_tokens: sum('total_tokens'),
      model_calls: sum('model_calls'),
      tool_calls: Math.max(this.#total.tool_calls, attempt.tool_calls),
    };
  }
}
