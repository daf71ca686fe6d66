import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { RedisConnections } from '../../cache/index.js';
import { BoundedCheck } from './bounded-check.js';

const MEGABYTE = 1_048_576;

/** Redis, through the connection that requests use. */
@Injectable()
export class RedisCheck extends BoundedCheck {
  constructor(
    indicators: HealthIndicatorService,
    private readonly redis: RedisConnections,
  ) {
    super(indicators, 'redis');
  }

  protected async measure() {
    const { commands } = this.redis;
    const [memory, clients] = await Promise.all([commands.info('memory'), commands.info('clients')]);
    return {
      used_memory_mb: Math.round(figure(memory, 'used_memory') / MEGABYTE),
      connected_clients: figure(clients, 'connected_clients'),
    };
  }
}

/** One line of INFO: `used_memory:1048576`. */
function figure(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}
