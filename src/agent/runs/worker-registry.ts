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

/** What a beat of any version has: one that says more, or other things, is left alone while its worker lives. */
const signSchema = beatSchema.pick({ last_beat_at: true });

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

  /** The workers that gave a sign of life lately, the newest first. Forgets those that gave none for long, whatever wrote them. */
  async list(): Promise<WorkerBeat[]> {
    const entries = Object.entries(await this.redis.commands.hgetall(this.key)).map(([id, text]) =>
      readEntry(id, text),
    );
    const gone = entries.filter(({ age }) => age > FORGOTTEN_AFTER);
    if (gone.length > 0) await this.redis.commands.hdel(this.key, ...gone.map(({ id }) => id));
    return entries
      .flatMap(({ age, beat }) => (beat !== undefined && age < BELIEVED_FOR ? [beat] : []))
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

/** An entry as Redis has it. One that tells no time is no worker's: it is as old as can be. */
function readEntry(id: string, text: string): { id: string; age: number; beat?: WorkerBeat } {
  const content = parsed(text);
  const sign = signSchema.safeParse(content);
  const age = sign.success ? Date.now() - Date.parse(sign.data.last_beat_at) : Infinity;
  return { id, age, beat: beatSchema.safeParse(content).data };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
