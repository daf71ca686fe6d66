import { Injectable } from '@nestjs/common';
import { LuaScript, RedisConnections } from '../../cache/index.js';
import { AppConfig } from '../../config/index.js';
import { bucketOf, SessionKeys } from './session-keys.js';

/** About how many events of a session can be replayed; older ones are answered by `gap` and a snapshot. */
const LOG_LENGTH = 10_000;

/** A run as its live side knows it. */
export interface LiveRun {
  readonly runId: string;
  readonly conversationId: string;
}

/** One event on its way into the log: its JSON object without `seq`, and what it means for the log. */
export interface LogEntryDraft {
  readonly json: string;
  /** The words it adds to the answer so far. */
  readonly text?: string;
  /** Closes the run's part of the log; nothing can follow. */
  readonly final?: boolean;
}

export type Admission =
  | {
      readonly admitted: true;
      /** Runs before it in the line; 0 means it may start. */ readonly ahead: number;
      readonly before: string;
    }
  | { readonly admitted: false };

export interface Snapshot {
  /** The number of the last event the text covers; null where the run is over or unknown. */
  readonly seq: number | null;
  readonly text: string;
  /** Where in the log to read on. */
  readonly position: string;
}

/** Why the log refuses a writer. */
export type LogRefusal = 'FENCED' | 'CLOSED' | 'UNKNOWN';

/** The writer is not, or no longer, the one who may write. */
export class LogRefusedError extends Error {
  constructor(
    readonly refusal: LogRefusal,
    runId: string,
  ) {
    super(`The log refused an event of run ${runId}: ${refusal}`);
    this.name = 'LogRefusedError';
  }
}

const script = <T>(name: string, keys: number) => new LuaScript<T>(new URL(`./${name}.lua`, import.meta.url), keys);
const scripts = {
  admit: script<[number, string?]>('admit', 4),
  begin: script<number>('begin', 4),
  append: script<number>('append', 4),
  release: script<string | null>('release', 1),
  snapshot: script<[number | null, string, string]>('snapshot', 3),
};

/** The live side of sessions: the line of runs and the log of their events, in Redis. */
@Injectable()
export class RunLog {
  private readonly keys: SessionKeys;
  private readonly retentionMs: number;

  constructor(
    private readonly redis: RedisConnections,
    config: AppConfig,
  ) {
    this.keys = new SessionKeys(redis);
    this.retentionMs = config.agent.streamRetentionMs;
  }

  /** Puts a run into its session's line. Repeating it changes nothing. `queuedJson` is the `queued` event without `seq` and `position`. */
  async admit(run: LiveRun, mode: 'enqueue' | 'reject', queuedJson: string): Promise<Admission> {
    const { line, log, open, state } = this.keysOf(run);
    const [ahead, before] = await scripts.admit.run(this.redis.commands, [
      ...[line, state, log, open],
      ...[run.runId, run.conversationId, mode, this.retentionMs, Date.now(), LOG_LENGTH, queuedJson],
    ]);
    return before === undefined ? { admitted: false } : { admitted: true, ahead, before };
  }

  /** Gives the log to the attempt with this fence. @throws LogRefusedError @returns the `seq` it has got to */
  async begin(run: LiveRun, fence: number): Promise<number> {
    const { log, open, state, text } = this.keysOf(run);
    return this.refusable(run, () =>
      scripts.begin.run(this.redis.commands, [
        ...[state, text, log, open],
        ...[run.runId, run.conversationId, fence, this.retentionMs, Date.now()],
      ]),
    );
  }

  /**
   * Appends events in their order. With `after`, the `seq` the writer has got to, a call whose reply was lost can be
   * repeated: what is there already is not appended again.
   * @throws LogRefusedError
   * @returns the `seq` of the last event
   */
  async append(run: LiveRun, fence: number, events: readonly LogEntryDraft[], after = -1): Promise<number> {
    const { log, open, state, text } = this.keysOf(run);
    return this.refusable(run, () =>
      scripts.append.run(this.redis.commands, [
        ...[log, state, text, open],
        ...[run.runId, fence, this.retentionMs, Date.now(), LOG_LENGTH, after],
        ...events.flatMap((event) => [event.json, kindOf(event)]),
      ]),
    );
  }

  /** Takes a run that is over out of its line. @returns the run that is next, if any */
  async release(run: LiveRun): Promise<string | undefined> {
    return (await scripts.release.run(this.redis.commands, [this.keysOf(run).line, run.runId])) ?? undefined;
  }

  /** The runs of a session that are not over, the one at work first. */
  async line(conversationId: string): Promise<string[]> {
    return this.redis.commands.lrange(this.keys.line(conversationId), 0, -1);
  }

  /** The answer so far of a run at work, and where to read on. */
  async snapshot(run: LiveRun): Promise<Snapshot> {
    const { log, state, text } = this.keysOf(run);
    const [seq, words, position] = await scripts.snapshot.run(this.redis.commands, [log, state, text]);
    return { seq, text: words, position };
  }

  /** The position before a run's first event; undefined when the log no longer holds that event. */
  async beginningOf(run: LiveRun): Promise<string | undefined> {
    const { log, state } = this.keysOf(run);
    const before = await this.redis.commands.hget(state, 'before');
    if (before === null) return undefined;
    const [first] = await this.redis.commands.xrange(log, `(${before}`, '+', 'COUNT', 1);
    return first?.[1][1] === run.runId && first[1][3]?.startsWith('{"seq":1,') ? before : undefined;
  }

  /** Whether the log still holds that very position, so that reading on from it misses nothing. */
  async holds(conversationId: string, position: string): Promise<boolean> {
    const log = this.keys.log(conversationId);
    return (await this.redis.commands.xrange(log, position, position, 'COUNT', 1)).length > 0;
  }

  private keysOf(run: LiveRun) {
    return {
      line: this.keys.line(run.conversationId),
      log: this.keys.log(run.conversationId),
      open: this.keys.open(bucketOf(run.conversationId)),
      state: this.keys.run(run.conversationId, run.runId),
      text: this.keys.text(run.conversationId, run.runId),
    };
  }

  private async refusable<T>(run: LiveRun, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const refusal = /\b(FENCED|CLOSED|UNKNOWN)\b/.exec(error instanceof Error ? error.message : '')?.[1];
      throw refusal === undefined ? error : new LogRefusedError(refusal as LogRefusal, run.runId);
    }
  }
}

function kindOf(event: LogEntryDraft): string {
  if (event.final) return 'final';
  return event.text === undefined ? 'event' : `text:${event.text}`;
}
