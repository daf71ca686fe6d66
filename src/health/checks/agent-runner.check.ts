import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { WorkerRegistry } from '../../agent/index.js';
import { BoundedCheck, CheckFailure } from './bounded-check.js';

/** The workers: whether at least one lives and takes questions. */
@Injectable()
export class AgentRunnerCheck extends BoundedCheck {
  constructor(
    indicators: HealthIndicatorService,
    private readonly registry: WorkerRegistry,
  ) {
    super(indicators, 'agent_runner');
  }

  protected async measure() {
    const workers = await this.registry.list();
    if (workers.length === 0) throw new CheckFailure('no worker takes questions');
    return {
      workers: workers.length,
      runner_pool_size: workers.reduce((sum, worker) => sum + worker.pool_size, 0),
      active_runs: workers.reduce((sum, worker) => sum + worker.active_runs, 0),
    };
  }
}
