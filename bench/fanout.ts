import { Audience } from './support/audience.js';
import { BenchClient } from './support/bench-client.js';
import { CpuMeter } from './support/cpu-meter.js';
import { EventFeed } from './support/event-feed.js';
import { loadAverage } from './support/machine.js';
import { startScriptedSystem } from './support/scripted-system.js';
import { type Row, withMedians } from './support/table.js';

const SUBSCRIBERS = 100;
const EVENTS = 2_000;
const BATCH = 100;
const ROUNDS = 3;
const SESSION = 'fanout';

/** One session with a hundred watchers and more events than any model makes: deliveries a second, and for how much CPU. */
export async function fanout(): Promise<Row[]> {
  const system = await startScriptedSystem();
  try {
    const client = await BenchClient.register(system.url);
    const audience = new Audience(SESSION);
    for (let count = 0; count < SUBSCRIBERS; count += 1) await audience.join(client);
    const feed = await EventFeed.open(system, SESSION);
    const broadcast = async () => {
      for (let written = 0; written < EVENTS; written += BATCH) await feed.write(BATCH);
    };
    // The first round tells how many bytes the others bring, and warms up.
    await broadcast();
    await audience.quiet();
    const expected = audience.received;
    const rows = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      audience.received = 0;
      const meter = new CpuMeter({ api: [system.api.pid] });
      const startedAt = performance.now();
      await broadcast();
      // Ids differ in length by a digit or two; what is behind the last percent is quick.
      await audience.until(expected * 0.98);
      const seconds = (performance.now() - startedAt) / 1000;
      await audience.quiet();
      const deliveries = EVENTS * SUBSCRIBERS;
      rows.push({
        subscribers: SUBSCRIBERS,
        'deliveries/s': deliveries / seconds,
        'API CPU µs a delivery': (1000 * (meter.elapsed()['api'] ?? 0)) / deliveries,
        load: loadAverage(),
      });
    }
    feed.close();
    audience.leave();
    return withMedians(rows);
  } finally {
    await system.stop();
  }
}
