import { type HealthIndicatorService } from '@nestjs/terminus';
import { type Pool } from 'pg';
import { BoundedCheck } from './bounded-check.js';

/** PostgreSQL, through the pool every query of ours goes through: an exhausted pool fails this check, too. */
export class DatabaseCheck extends BoundedCheck {
  constructor(
    indicators: HealthIndicatorService,
    private readonly pool: Pool,
  ) {
    super(indicators, 'database');
  }

  protected async measure() {
    await this.pool.query('SELECT 1');
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { connections: { open: totalCount, idle: idleCount, waiting: waitingCount } };
  }
}
