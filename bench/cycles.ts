import { Redis } from 'ioredis';
import { ApiClient, registerUser } from '../test/support/api-client.js';
import { footprintOf } from '../test/faults/support/footprint.js';
import { INSPECTABLE, ProcessInspector } from '../test/faults/support/process-inspector.js';
import { visitStreams } from '../test/faults/support/stream-visits.js';
import { loadAverage } from './support/machine.js';
import { BenchSystem } from './support/system.js';
import { type Row } from './support/table.js';

/** What the first visits cost is code, buffers and pools that all share. */
const WARM_UP = 1_000;
const VISITS = 10_000;
const LOOKS = 4;

/** Event streams that are opened and left: what ten thousand of them leave behind in the API and in Redis. */
export async function cycles(): Promise<Row[]> {
  const system = await BenchSystem.start({ worker: 'scripted-worker', settings: INSPECTABLE });
  const redis = new Redis(system.stores.redis.url);
  try {
    const client = new ApiClient(system.url);
    const user = client.as(await registerUser(client));
    const { run_id, session_id } = (await user.ask('Which events does a stream have?')).json;
    // One that replays and ends, and one that stays open.
    const urls = [user.url(`/agent/runs/${run_id}/events`), user.url(`/agent/stream?session_id=${session_id}`)];
    const inspector = await ProcessInspector.of(system.api);
    const look = async (visits: number) => {
      const { timers, sockets, redisConnections, heapBytes } = await footprintOf(system.url, inspector, redis, 0);
      return {
        'streams opened and left': visits,
        timers,
        sockets,
        'Redis connections': redisConnections,
        'heap, MiB': heapBytes / 1_048_576,
        load: loadAverage(),
      };
    };

    await visitStreams(urls, user.authorization, WARM_UP);
    const rows = [await look(0)];
    for (let part = 1; part <= LOOKS; part += 1) {
      await visitStreams(urls, user.authorization, VISITS / LOOKS);
      rows.push(await look((part * VISITS) / LOOKS));
    }
    inspector.close();
    return rows;
  } finally {
    redis.disconnect();
    await system.stop();
  }
}
