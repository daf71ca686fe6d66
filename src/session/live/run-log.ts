import { Injectable } from '@nestjs/common';
import { LuaScript, RedisConnections } from '../../cache/index.js';
import { MINUTE, SECOND } from '../../common/clock.js';
import { AppConfig } from '../../config/index.js';
import {
  type Admission,
  type LiveRun,
  type LogEntryDraft,
  type RunsBefore,
  type Snapshot,
  type TakenLog,
  type WrittenEvent,
} from './live-run.js';
import { type LogRefusal, LogRefusedError } from './log-refused.error.js';
import { ALL_BUCKETS, bucketOf, SessionKeys } from './session-keys.js';

/** About how many events of a session can be replayed; older ones are answered by `gap` and a snapshot. */
const LOG_LENGTH = 10_000;

/**
 * A log's expiry and the mark of an open run are renewed so often at most: with every append it would cost more than the append. By so
 * much a mark may be too old.
 */
const RENEWED_EVERY = 20 * SECOND;
/** Entries that are looked through at once. */
const PAGE = 500;
/** How long the log of a deleted session is kept for those who watch it. */
const GONE_AFTER = MINUTE;
/** For how long a line is closed before its session is deleted: one that was not, as its process died, is to be asked in again. */
const DELETED_WITHIN = 30 * SECOND;
/** How long a line stays closed then: longer than any question takes from where it finds its session to where it gets into the line. */
const CLOSED_FOR = 5 * MINUTE;

/** What a writer tells `append.lua` instead of the seq it has got to. */
const UNKNOWN = -1;
const FIRST = -2;

const NOBODY: RunsBefore = { waiting: [] };

/** What `admit.lua` says of a run that it does not let in. */
const REFUSED = { '-1': 'busy', '-2': 'over', '-3': 'closed' } as const;

const script = <T>(name: string) => new LuaScript<T>(new URL(`./${name}.lua`, import.meta.url));
const scripts = {
  admit: script<[number, ...string[]]>('admit'),
  begin: script<[seq: number, events: [string, string][]]>('begin'),
  append: script<[seq: number, positions: string[], waiting: string[], earlier: [string, string][]]>('append'),
  restore: script<number>('restore'),
  release: script<string[]>('release'),
  snapshot: script<[number | null, string, string]>('snapshot'),
  endSession: script<string>('end-session'),
};

/** The live side of sessions: the line of runs and the log of their events, in Redis. */
@Injectable()
export class RunLog {
  private readonly keys: SessionKeys;
  /** For how long events can be replayed after the last of them. */
  readonly retentionMs: number;
  private readonly renewalMs: number;
  private readonly lifeMs: number;

  constructor(
    private readonly redis: RedisConnections,
    config: AppConfig,
  ) {
    this.keys = new SessionKeys(redis);
    this.retentionMs = config.agent.streamRetentionMs;
    this.renewalMs = Math.min(RENEWED_EVERY, this.retentionMs / 4);
    // The last event may come just before the next renewal, and is kept as long as any.
    this.lifeMs = this.retentionMs + this.renewalMs;
  }

  /**
   * Puts a run into its session's line. Repeating it changes nothing.
   * @param mode `again` where it was let in before: those who watch may have been told of it, and Redis has lost that
   * @param queuedJson the `queued` event without `seq`, `position` and `eta_ms`
   * @param watched false where nobody can watch the session yet: then no API process is made to look for watchers of it
   * @param standing those before it, where the line may have lost them
   */
  async admit(
    run: LiveRun,
    mode: 'enqueue' | 'reject' | 'again',
    queuedJson: string,
    paceMs: number,
    { watched = true, standing = NOBODY }: { readonly watched?: boolean; readonly standing?: RunsBefore } = {},
  ): Promise<Admission> {
    const { closed, line, log, open, state } = this.keysOf(run);
    const { atWork } = standing;
    const others = [...(atWork === undefined ? [] : [atWork]), ...standing.waiting];
    const [ahead, before, position, data] = await scripts.admit.run(
      this.redis.commands,
      [line, state, log, open, closed, ...others.map((id) => this.keys.run(run.conversationId, id))],
      [
        run.runId,
        run.conversationId,
        mode,
        this.lifeMs,
        Date.now(),
        LOG_LENGTH,
        queuedJson,
        paceMs,
        watched ? this.keys.news : '',
        atWork ?? '',
        ...others,
      ],
    );
    if (before === undefined) return { admitted: false, because: REFUSED[String(ahead) as keyof typeof REFUSED] };
    const queued = position === undefined || data === undefined ? undefined : { position, data };
    return { admitted: true, ahead, before, queued };
  }

  /** Gives the log to the attempt with this fence. @throws LogRefusedError */
  async begin(run: LiveRun, fence: number): Promise<TakenLog> {
    const { closed, log, open, state, text } = this.keysOf(run);
    const [seq, events] = await this.refusable(run, () =>
      scripts.begin.run(
        this.redis.commands,
        [state, text, log, open, closed],
        [run.runId, run.conversationId, fence, this.lifeMs, Date.now()],
      ),
    );
    return { seq, events: events.map(writtenEvent) };
  }

  /**
   * Appends what an attempt says first, and with it gives the log to its fence. Can be repeated until it is answered: what is there
   * already is not appended again.
   * @throws LogRefusedError @returns the log as it is now, these events included
   */
  async beginWith(run: LiveRun, fence: number, events: readonly LogEntryDraft[]): Promise<TakenLog> {
    const { seq, written, earlier } = await this.write(run, fence, events, FIRST);
    return { seq, events: [...earlier, ...written] };
  }

  /**
   * Appends events in their order, none of which is the last. With `after`, the `seq` the writer has got to, a call whose reply was lost
   * can be repeated: what is there already is not appended again. A newer fence than the log knows takes it over.
   * @throws LogRefusedError
   */
  async append(
    run: LiveRun,
    fence: number,
    events: readonly LogEntryDraft[],
    after = UNKNOWN,
  ): Promise<readonly WrittenEvent[]> {
    return (await this.write(run, fence, events, after)).written;
  }

  /**
   * Appends a run's last events, and with them takes it out of its line. With `after`, the `seq` the writer has got to, it is noticed where
   * Redis lost some of the events before, and a call whose reply was lost can be repeated; without it the repeated one is refused as CLOSED.
   * @throws LogRefusedError @returns the number of its last event, and the runs that are left in the line, the next one first
   */
  async close(
    run: LiveRun,
    fence: number,
    events: readonly LogEntryDraft[],
    after = UNKNOWN,
  ): Promise<{ seq: number; waiting: readonly string[] }> {
    return this.write(run, fence, events, after);
  }

  /** Writes back what Redis lost: all events of the run from its first on. @throws LogRefusedError @returns the seq the log has got to */
  async restore(run: LiveRun, fence: number, events: readonly WrittenEvent[], words: string): Promise<number> {
    const { closed, line, log, open, state, text } = this.keysOf(run);
    return this.refusable(run, () =>
      scripts.restore.run(
        this.redis.commands,
        [log, state, text, open, line, closed],
        [
          run.runId,
          run.conversationId,
          fence,
          this.lifeMs,
          Date.now(),
          words,
          this.keys.news,
          ...events.flatMap((event) => [event.position, event.data]),
        ],
      ),
    );
  }

  /** Takes a run that is over out of its line. @returns the runs that are left, the next one first */
  async release(run: LiveRun): Promise<string[]> {
    return scripts.release.run(this.redis.commands, [this.keysOf(run).line], [run.runId]);
  }

  /** The runs of a session that are not over, the one at work first. */
  async line(conversationId: string): Promise<string[]> {
    return this.redis.commands.lrange(this.keys.line(conversationId), 0, -1);
  }

  /** The answer so far of a run at work, and where to read on. */
  async snapshot(run: LiveRun): Promise<Snapshot> {
    const { log, state, text } = this.keysOf(run);
    const [seq, words, position] = await scripts.snapshot.run(this.redis.commands, [log, state, text], []);
    return { seq, text: words, position };
  }

  /** Lets nothing into a session's line for half a minute: it is about to be deleted. Who stands there already stays. Can be repeated. */
  async closeLine(conversationId: string): Promise<void> {
    const closed = this.keys.closed(conversationId);
    // It may be closed for longer already, as another has deleted it.
    await this.redis.commands.set(closed, 1, 'PX', DELETED_WITHIN, 'NX');
    await this.redis.commands.pexpire(closed, DELETED_WITHIN, 'GT');
  }

  /**
   * Tells whoever watches a session that nothing comes any more, after all that was said in it: it was deleted. They have a minute to hear of
   * it, then what was said is gone. Its line stays closed. Can be repeated.
   */
  async endSession(conversationId: string): Promise<void> {
    await scripts.endSession.run(
      this.redis.commands,
      [this.keys.log(conversationId), this.keys.closed(conversationId)],
      [GONE_AFTER, LOG_LENGTH, this.keys.news, CLOSED_FOR],
    );
  }

  /** Whether Redis has the run: not when it lost it. */
  async knows(run: LiveRun): Promise<boolean> {
    return (await this.redis.commands.exists(this.keysOf(run).state)) === 1;
  }

  /** The position before a run's first event; undefined when the log no longer holds that event. */
  async beginningOf(run: LiveRun): Promise<string | undefined> {
    const { log, state } = this.keysOf(run);
    const before = await this.redis.commands.hget(state, 'before');
    if (before === null) return undefined;
    // Mostly it is the next one. What Redis had lost and was written back since may stand between the two.
    for (let from = before, count = 1; ; count = PAGE) {
      const page = await this.redis.commands.xrange(log, `(${from}`, '+', 'COUNT', count);
      const index = page.findIndex(([, [, id]]) => id === run.runId);
      if (index >= 0) return page[index]?.[1][3]?.startsWith('{"seq":1,') ? (page[index - 1]?.[0] ?? from) : undefined;
      if (page.length < count) return undefined;
      from = page.at(-1)?.[0] ?? from;
    }
  }

  /** Runs whose log is open and whose mark is older than that (a time in ms). The last event may be `RENEWED_EVERY` younger than its mark. */
  async openSince(time: number): Promise<LiveRun[]> {
    const found = await Promise.all(
      ALL_BUCKETS.map(async (bucket) => {
        const open = this.keys.open(bucket);
        const ids = await this.redis.commands.zrangebyscore(open, '-inf', time, 'LIMIT', 0, 100);
        return Promise.all(ids.map(async (runId) => this.locate(bucket, runId)));
      }),
    );
    return found.flat().filter((run) => run !== undefined);
  }

  /** Takes a run out of line and log as if it had never been. @returns the runs that are left in the line */
  async forget(run: LiveRun): Promise<string[]> {
    const { open, state } = this.keysOf(run);
    await this.redis.commands.zrem(open, run.runId);
    await this.redis.commands.del(state);
    return this.release(run);
  }

  /** The conversation of an open run; one whose state has expired has nothing left to sweep but its mark. */
  private async locate(bucket: string, runId: string): Promise<LiveRun | undefined> {
    const conversationId = await this.redis.commands.hget(this.keys.runIn(bucket, runId), 'conversation');
    if (conversationId !== null) return { runId, conversationId };
    await this.redis.commands.zrem(this.keys.open(bucket), runId);
    return undefined;
  }

  private async write(run: LiveRun, fence: number, events: readonly LogEntryDraft[], after: number) {
    const { closed, line, log, open, state, text } = this.keysOf(run);
    const [seq, positions, waiting, earlier] = await this.refusable(run, () =>
      scripts.append.run(
        this.redis.commands,
        [log, state, text, open, line, closed],
        [
          run.runId,
          fence,
          this.lifeMs,
          Date.now(),
          LOG_LENGTH,
          after,
          this.keys.news,
          this.renewalMs,
          ...events.flatMap((event) => [event.json, kindOf(event)]),
        ],
      ),
    );
    const before = seq - events.length;
    const written = events.map(({ json }, index) => ({
      position: positions[index] ?? '',
      data: numbered(json, before + index + 1),
    }));
    return { seq, written, waiting, earlier: earlier.map(writtenEvent) };
  }

  private keysOf(run: LiveRun) {
    return {
      closed: this.keys.closed(run.conversationId),
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
      const refusal = /\b(FENCED|CLOSED|BEHIND)\b/.exec(error instanceof Error ? error.message : '')?.[1];
      throw refusal === undefined ? error : new LogRefusedError(refusal as LogRefusal, run.runId);
    }
  }
}

function kindOf(event: LogEntryDraft): string {
  if (event.final) return 'final';
  if (event.voids) return 'void';
  return event.text === undefined ? 'event' : `text:${event.text}`;
}

/** An event as `append.lua` writes it, unless it is the last one: the log need not send back what it was given. */
function numbered(json: string, seq: number): string {
  return `{"seq":${seq},${json.slice(1)}`;
}

function writtenEvent([position, data]: readonly [string, string]): WrittenEvent {
  return { position, data };
}
