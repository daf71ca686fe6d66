import { setTimeout as pause } from 'node:timers/promises';
import { BaseLlm, type LlmRequest, type LlmResponse } from '@google/adk';
import { AppError } from '../../../../common/errors/app-error.js';
import { AgentModelErrors } from '../../../agent-model.errors.js';
import { type RunScope } from '../run-scope.js';
import { mayPass, refusalOf, toModelError } from './model-failure.js';

/** Milliseconds before a call is repeated that the model's server could not take in this moment. */
const REPEATED_AFTER = [250, 500] as const;

/**
 * A model as one run sees it: counts its calls and tokens, holds it to the call limit, repeats what may pass and notes why it failed.
 * It is done here and not in the clients, as each repetition is a call that the run may not be allowed to make any more.
 * Usage is counted once a call, from its last report, because partial responses carry running totals.
 * Partial responses go to the listener and not to ADK, which does nothing with them but to hand each one up through a dozen
 * generators: that costs more than all the rest of a run.
 */
export class MeteredModel extends BaseLlm {
  constructor(
    private readonly inner: BaseLlm,
    private readonly scope: RunScope,
    private readonly maxCalls: number,
    private readonly onPartial: (response: LlmResponse) => void,
  ) {
    super({ model: inner.model });
  }

  async *generateContentAsync(
    request: LlmRequest,
    stream?: boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<LlmResponse, void> {
    if (this.scope.usage.modelCalls >= this.maxCalls) {
      throw this.scope.fail(new AppError(AgentModelErrors.MODEL_CALL_LIMIT, { params: { limit: this.maxCalls } }));
    }
    await this.scope.mayCall();
    const report = this.scope.usage.beginCall();
    for (const repeatedAfter of [...REPEATED_AFTER, undefined]) {
      let answered = false;
      try {
        for await (const response of this.inner.generateContentAsync(request, stream, signal)) {
          answered = true;
          if (response.usageMetadata) report(response.usageMetadata);
          const refusal = refusalOf(response);
          if (refusal) this.scope.fail(refusal);
          if (!response.partial) yield response;
          else if (refusal) throw refusal;
          else this.onPartial(response);
        }
        return;
      } catch (error) {
        if (answered || repeatedAfter === undefined || !mayPass(error)) throw this.scope.fail(toModelError(error));
        await pause(repeatedAfter, undefined, { signal }).catch(() => undefined);
        await this.scope.mayCall();
      }
    }
  }

  connect(): Promise<never> {
    return Promise.reject(new Error('Live connections are not used.'));
  }
}
