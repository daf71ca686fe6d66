import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RedisConnections } from '../../cache/index.js';
import { HOUR, SECOND } from '../../common/clock.js';

/** How often a worker says that it is there, and how long it is believed. */
export const BEAT_EVERY = 2 * SECOND;
const BELIEVED_FOR = 5 * BEAT_EVERY;
/** A worker that was killed never says that it leaves. Longer than any two clocks are apart: one that lives is not forgotten for its clock. */
const FORGOTTEN_AFTER = 1 * HOUR;

const beatSchema = z.object({
  id: z.string(),
  started_at: z.iso.datetime(),
  last_beat_at: z.iso.datetime(),
  pool_size: z.number(),
  active_runs: z.number(),
  /** Which answers its agent gives (AgentRuntime.version): part of the answer cache's key. */
  runtime_version: z.string(),
  model: z.string(),
});

/** What a worker says of itself with every beat. */
export type WorkerBeat = z.infer<typeof beatSchema>;

/** Which workers are there and can work. Kept in Redis, as the API process loads no agent code. */
@Injectable()
export class WorkerRegistry {
  private known: { at: number; version: string | undefined } = { at: 0, version: undefined };

  constructor(private readonly redis: RedisConnections) {}

  /** Called by a worker, every BEAT_EVERY while it takes jobs. */
  async beat(beat: WorkerBeat): Promise<void> {
    await this.redis.commands.hset(this.key, beat.id, JSON.stringify(beat));
  }

  /** Called by a worker that stops. */
  async leave(id: string): Promise<void> {
    await this.redis.commands.hdel(this.key, id);
  }

  /** The workers that gave a sign of life lately, the newest first. Forgets those that gave none for long. */
  async list(): Promise<WorkerBeat[]> {
    const beats = Object.values(await this.redis.commands.hgetall(this.key)).flatMap((text) => {
      const parsed = beatSchema.safeParse(JSON.parse(text));
      return parsed.success ? [{ ...parsed.data, age: Date.now() - Date.parse(parsed.data.last_beat_at) }] : [];
    });
    const gone = beats.filter(({ age }) => age > FORGOTTEN_AFTER);
    if (gone.length > 0) await this.redis.commands.hdel(this.key, ...gone.map(({ id }) => id));
    return beats
      .filter(({ age }) => age < BELIEVED_FOR)
      .map(({ age: _age, ...beat }) => beat)
      .sort((a, b) => b.started_at.localeCompare(a.started_at));
  }

  /** The version of the newest worker's agent, at most one beat old; undefined while there is no worker. */
  async runtimeVersion(): Promise<string | undefined> {
    if (Date.now() - this.known.at > BEAT_EVERY) {
      const [newest] = await this.list();
      this.known = { at: Date.now(), version: newest?.runtime_version };
    }
    return this.known.version;
  }

  private get key(): string {
    return this.redis.key('workers');
  }
}
