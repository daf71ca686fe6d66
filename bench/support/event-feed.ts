import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type BenchSystem } from './system.js';

/** Buckets of session keys, as in src/session/live/session-keys.ts. */
const BUCKETS = 32;
/** Where API processes hear of what was appended, as there. */
const NEWS = 'tf:news';

/** Writes events straight into a session's log, faster than any model: what is measured is what comes behind it. */
export class EventFeed {
  private constructor(
    private readonly redis: Redis,
    private readonly log: string,
  ) {}

  /** @param sessionId of a session that somebody has opened */
  static async open(system: BenchSystem, sessionId: string): Promise<EventFeed> {
    const database = new pg.Client(system.stores.postgres.url);
    await database.connect();
    const found = await database.query<{ id: string }>('SELECT id FROM conversations WHERE session_id = $1', [
      sessionId,
    ]);
    await database.end();
    const id = found.rows[0]?.id ?? '';
    const bucket = String(Number.parseInt(id.slice(-4), 16) % BUCKETS).padStart(2, '0');
    return new EventFeed(new Redis(system.stores.redis.url), `tf:{b${bucket}}:log:${id}`);
  }

  /** Appends events of some 200 bytes. */
  async write(count: number): Promise<void> {
    const run = randomUUID();
    const pipeline = this.redis.pipeline();
    for (let seq = 1; seq <= count; seq += 1) {
      const event = { seq, type: 'chunk', run_id: run, content: 'Twenty words of an answer. '.repeat(4) };
      pipeline.xadd(this.log, '*', 'run', run, 'data', JSON.stringify(event));
    }
    pipeline.publish(NEWS, this.log);
    await pipeline.exec();
  }

  close(): void {
    this.redis.disconnect();
  }
}
