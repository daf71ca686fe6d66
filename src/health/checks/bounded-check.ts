import { Logger } from '@nestjs/common';
import { type HealthIndicatorService } from '@nestjs/terminus';
import { SECOND } from '../../common/clock.js';

/** Longest time a probe waits for one dependency. */
const CHECK_LIMIT = 1 * SECOND;

/** How long a result serves further probes, so that asking often costs the dependencies nothing. */
const RESULT_LIFE = 0.5 * SECOND;

/** Why a dependency does not serve, in words that may be shown to anyone. */
export class CheckFailure extends Error {}

/** One dependency of /health: asked over the connections the application itself works with, within a limit. */
export abstract class BoundedCheck {
  private readonly logger = new Logger(this.constructor.name);

  /** @param key its name in the answer, e.g. `redis`. */
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly key: string,
  ) {}

  /** The Terminus attempt; it settles within CHECK_LIMIT and never throws. */
  check() {
    return this.indicators
      .check(this.key)
      .attempt(() => this.guarded())
      .withTimeout(CHECK_LIMIT)
      .cacheFor(RESULT_LIFE);
  }

  /**
   * Proves that the dependency serves and measures it.
   * @returns the figures that go into the answer.
   */
  protected abstract measure(): Promise<Record<string, unknown>>;

  /** A driver's own words may name hosts: they go to the log, not into the answer. */
  private async guarded(): Promise<Record<string, unknown>> {
    try {
      return await this.measure();
    } catch (error) {
      if (error instanceof CheckFailure) throw error;
      this.logger.debug({ err: error }, `The check of ${this.key} failed`);
      throw new CheckFailure('not reachable');
    }
  }
}
