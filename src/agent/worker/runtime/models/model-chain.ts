import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import { SECOND } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { AgentModelErrors } from '../../../agent-model.errors.js';
import { type AttemptFailure } from '../agent-runtime.port.js';
import { type AgentModel } from './agent-model.js';

/** Failures of one model within a run before the next one is asked. */
const FAILURES_PER_MODEL = 2;
/** Failures in a row, over all runs, after which a model is left alone, and for how long. */
const BREAKS_AFTER = 5;
const BROKEN_FOR = 30 * SECOND;

/** The provider is in trouble: worth counting, and worth asking another model. */
const TROUBLE = new Set<string>([
  'MODEL_RATE_LIMITED',
  'MODEL_OVERLOADED',
  'MODEL_UNAVAILABLE',
  'MODEL_INVALID_RESPONSE',
] satisfies Code[]);
/** Asking the same model again is useless, another may still answer. */
const HOPELESS = new Set<string>(['MODEL_UNAUTHORIZED', 'MODEL_NOT_FOUND'] satisfies Code[]);
type Code = keyof typeof AgentModelErrors;

interface Link {
  readonly model: AgentModel;
  readonly breaker: CircuitBreakerPolicy;
  /** When it may be tried again, if its breaker is open: that stays open until somebody tries. */
  readonly openUntil: () => number;
}

/** The models in the order they are asked: the preferred one, then those that stand in for it. Each has a circuit breaker. */
export class ModelChain {
  private readonly links: readonly Link[];

  constructor(models: readonly [AgentModel, ...AgentModel[]]) {
    this.links = models.map(linkOf);
  }

  /** The model for the next attempt of a run; undefined when there is no use in another one. */
  choose(failures: readonly AttemptFailure[]): string | undefined {
    const usable = this.links.filter((link, index) => !this.isSpent(link, failures, index === this.links.length - 1));
    return (usable.find(mayBeAsked) ?? usable[0])?.model.name;
  }

  /** How each model is doing, in the order they are asked. */
  states(): { name: string; state: 'up' | 'open' }[] {
    return this.links.map(({ model, breaker }) => ({
      name: model.name,
      state: breaker.state === CircuitState.Open ? 'open' : 'up',
    }));
  }

  /**
   * Works with a model, counting its failures.
   * @throws AppError MODEL_UNAVAILABLE without trying, while the model is left alone
   */
  async use<T>(name: string, work: (model: AgentModel) => Promise<T>): Promise<T> {
    const link = this.links.find(({ model }) => model.name === name) ?? (this.links[0] as Link);
    try {
      return await link.breaker.execute(() => work(link.model));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new AppError(AgentModelErrors.MODEL_UNAVAILABLE, { cause: error, retryAfter: BROKEN_FOR / SECOND });
    }
  }

  /** The last of the chain has nobody after it: it is tried as often as the run may be. */
  private isSpent({ model }: Link, failures: readonly AttemptFailure[], last: boolean): boolean {
    const own = failures.filter((failure) => failure.model === model.name);
    return own.some(({ code }) => HOPELESS.has(code)) || (!last && own.length >= FAILURES_PER_MODEL);
  }
}

/** One whose rest is over gets one run to try it; the others wait for what comes of that at the next model. */
function mayBeAsked({ breaker, openUntil }: Link): boolean {
  return breaker.state === CircuitState.Closed || (breaker.state === CircuitState.Open && Date.now() >= openUntil());
}

function linkOf(model: AgentModel): Link {
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof AppError && (TROUBLE.has(error.code) || HOPELESS.has(error.code))),
    { halfOpenAfter: BROKEN_FOR, breaker: new ConsecutiveBreaker(BREAKS_AFTER) },
  );
  let openUntil = 0;
  breaker.onBreak(() => (openUntil = Date.now() + BROKEN_FOR));
  return { model, breaker, openUntil: () => openUntil };
}
