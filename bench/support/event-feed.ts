import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { RedisConnections } from '../../src/cache/index.js';
import { loadConfig } from '../../src/config/index.js';
import { SessionKeys } from '../../src/session/live/session-keys.js';
import { type BenchSystem } from './system.js';

/** Writes events straight into a session's log, faster than any model: what is measured is what comes behind it. */
export class EventFeed {
  private constructor(
    private readonly redis: RedisConnections,
    private readonly keys: SessionKeys,
    private readonly conversationId: string,
  ) {}

  /** @param sessionId of a session that somebody has opened */
  static async open(system: BenchSystem, sessionId: string): Promise<EventFeed> {
    const database = new pg.Client(system.stores.postgres.url);
    await database.connect();
    const found = await database.query<{ id: string }>('SELECT id FROM conversations WHERE session_id = $1', [
      sessionId,
    ]);
    await database.end();
    const redis = new RedisConnections(loadConfig({ REDIS_URL: system.stores.redis.url }));
    return new EventFeed(redis, new SessionKeys(redis), found.rows[0]?.id ?? '');
  }

  /** Appends events of some 200 bytes. */
  async write(count: number): Promise<void> {
    const run = randomUUID();
    const log = this.keys.log(this.conversationId);
    const pipeline = this.redis.commands.pipeline();
    for (let seq = 1; seq <= count; seq += 1) {
      const event = { seq, type: 'chunk', run_id: run, content: 'Twenty words of an answer. '.repeat(4) };
      pipeline.xadd(log, '*', 'run', run, 'data', JSON.stringify(event));
    }
    pipeline.publish(this.keys.news, log);
    await pipeline.exec();
  }

  close(): void {
    this.redis.onApplicationShutdown();
  }
}
