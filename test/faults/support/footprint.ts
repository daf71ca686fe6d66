import { type Redis } from 'ioredis';
import { eventually } from './eventually.js';
import { type ProcessInspector } from './process-inspector.js';

/** What an API process holds when nothing of it is garbage. */
export interface Footprint {
  /** Event streams that are open. */
  readonly streams: number;
  readonly timers: number;
  readonly sockets: number;
  /** Connections Redis has, from whomever. */
  readonly redisConnections: number;
  readonly heapBytes: number;
}

/**
 * Measures when all streams but so many have ended.
 * @param api its origin
 */
export async function footprintOf(
  api: string,
  inspector: ProcessInspector,
  redis: Redis,
  streams: number,
): Promise<Footprint> {
  await eventually(`An end of all streams but ${streams}`, async () => (await openStreams(api)) === streams);
  return {
    streams,
    timers: await inspector.count('Timeout'),
    sockets: await inspector.count('TCPSocketWrap'),
    redisConnections: ((await redis.client('LIST')) as string).trim().split('\n').length,
    heapBytes: await inspector.heapBytes(),
  };
}

async function openStreams(api: string): Promise<number> {
  const health = await (await fetch(`${api}/health/detailed`)).json();
  return (health as { agent_status: { active_connections: number } }).agent_status.active_connections;
}
