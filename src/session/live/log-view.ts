import { Injectable } from '@nestjs/common';
import { LuaScript, RedisConnections } from '../../cache/index.js';
import { compareLogPositions, LOG_START } from './log-position.js';
import { type LiveRun } from './live-run.js';
import { SessionKeys } from './session-keys.js';

/** A newcomer is told of so many runs that are not over: each costs an event and a look into Redis. */
const MOST_RUNS = 20;

/** What one must know who comes to a session in the middle. */
interface Attachment {
  /** Where in the log to read on. */
  readonly position: string;
  /** The runs that are not over, the one at work first: the number of the last event of each, and its answer so far. */
  readonly runs: readonly { readonly runId: string; readonly seq: number; readonly text: string }[];
  /** Whether nothing comes any more. */
  readonly ended: boolean;
}

type RunState = [seq: number, text: string] | null;

const attach = new LuaScript<[ids: string[], position: string, ended: number, states: RunState[]]>(
  new URL('./attach.lua', import.meta.url),
);

/** What those who watch a session ask its log before they read on. */
@Injectable()
export class LogView {
  private readonly keys: SessionKeys;

  constructor(private readonly redis: RedisConnections) {
    this.keys = new SessionKeys(redis);
  }

  /** What a newcomer to a session must know, all of one moment: nothing is missed by who reads on from there, and nothing told twice. */
  async attach(conversationId: string): Promise<Attachment> {
    // A script must be given its keys, and only the line tells which they are: until the script finds it as it was known.
    for (let line: string[] = []; ;) {
      const [ids, position, ended, states] = await attach.run(
        this.redis.commands,
        [
          this.keys.log(conversationId),
          this.keys.line(conversationId),
          ...line.flatMap((runId) => [this.keys.run(conversationId, runId), this.keys.text(conversationId, runId)]),
        ],
        [MOST_RUNS, ...line],
      );
      if (states.length === ids.length) {
        const runs = ids.flatMap((runId, index) => {
          const state = states[index];
          // None of a run that Redis has lost.
          return state ? [{ runId, seq: state[0], text: state[1] }] : [];
        });
        return { position, runs, ended: ended === 1 };
      }
      line = ids;
    }
  }

  /** The runs of the line that Redis has not lost, and of each whether one who was told that position was told anything of it. */
  async lineAt(conversationId: string, position: string): Promise<ReadonlyMap<string, boolean>> {
    const { commands } = this.redis;
    const ids = await commands.lrange(this.keys.line(conversationId), 0, -1);
    const begins = await Promise.all(ids.map((id) => commands.hget(this.keys.run(conversationId, id), 'before')));
    return new Map(
      ids.flatMap((id, index) => {
        const before = begins[index];
        return typeof before === 'string' ? [[id, compareLogPositions(before, position) < 0]] : [];
      }),
    );
  }

  /** Where a run's last event stands; undefined while there is none, and where Redis does not know the run any more. */
  async endOf({ runId, conversationId }: LiveRun): Promise<string | undefined> {
    return (await this.redis.commands.hget(this.keys.run(conversationId, runId), 'ended')) ?? undefined;
  }

  /** Whether the log still holds that very position, so that reading on from it misses nothing. */
  async holds(conversationId: string, position: string): Promise<boolean> {
    const log = this.keys.log(conversationId);
    if (position === LOG_START) return this.isWhole(log);
    return (await this.redis.commands.xrange(log, position, position, 'COUNT', 1)).length > 0;
  }

  /** Whether nothing was ever dropped from a log, as is true of one that is not there yet. */
  private async isWhole(log: string): Promise<boolean> {
    try {
      const info = (await this.redis.commands.xinfo('STREAM', log)) as unknown[];
      const figure = (name: string) => info[info.indexOf(name) + 1];
      return figure('entries-added') === figure('length');
    } catch (error) {
      if (/no such key/.test((error as Error).message)) return true;
      throw error;
    }
  }
}
