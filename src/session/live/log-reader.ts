import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { LogNews } from './log-news.js';
import { compareLogPositions, LOG_START } from './log-position.js';
import { SessionKeys } from './session-keys.js';

/** One event as it stands in the log. */
export interface LogEntry {
  /** Where it stands; what a client sends back to read on after it. */
  readonly position: string;
  /** Empty in the entry that ends a session. */
  readonly runId: string;
  /** The event's JSON, byte for byte as the digest covers it. */
  readonly data: string;
  /** Its number within its run. */
  readonly seq: number;
  /** Whether it is the last event of its run. */
  readonly final: boolean;
  /** Whether its run had events before, which Redis has lost: somebody may have been told them. */
  readonly anew: boolean;
  /** The server-sent event, written once and sent to every subscriber. */
  readonly frame: Buffer;
}

/** Reads on from a position until it is closed. */
export interface LogSubscription {
  close(): void;
}

interface Subscriber {
  position: string;
  readonly deliver: (entries: readonly LogEntry[]) => void;
}

/** The subscribers of one log. */
type Channel = Set<Subscriber>;

/** One log of one read: where it was read from decides whom the entries can be given to. */
interface Watch {
  readonly channel: Channel;
  readonly from: string;
}

/** Every watched log is read so often although nothing was heard of it: what tells of new events may itself be lost. */
const LOOK_EVERY = 15 * SECOND;
/** Entries of one session read at once: a long replay must not hold up the others. */
const MOST_ENTRIES = 500;
/** As `admit.lua` writes it: any other event of that number says that a run goes on whose events are lost. */
const FIRST_EVENT = '{"seq":1,"position":';
/** Logs of one read. */
const MOST_LOGS = 200;

/**
 * The process's one reader for all logs its clients watch. A subscriber is a position and nothing else: replay and live are the same
 * read, so there is no gap between them. Only logs of which there is news are read, so that those who watch in silence cost nothing.
 */
@Injectable()
export class LogReader implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LogReader.name);
  private readonly keys: SessionKeys;
  private readonly channels = new Map<string, Channel>();
  /** Logs that have something new, or a new subscriber. */
  private readonly fresh = new Set<string>();
  /** Logs that may have something new. */
  private readonly due = new Set<string>();
  private readonly connection;
  private readonly news: LogNews;
  private looking: NodeJS.Timeout | undefined;
  private stopped = false;
  private wake: () => void = () => undefined;

  constructor(private readonly redis: RedisConnections) {
    this.keys = new SessionKeys(redis);
    this.connection = redis.open('reader', 'log-reader');
    this.news = new LogNews(redis, this.keys.news, {
      appended: (log) => this.hasNews(log),
      listening: () => this.lookAtAll(),
    });
  }

  onApplicationBootstrap(): void {
    this.looking = setInterval(() => this.lookAtAll(), LOOK_EVERY);
    void this.loop();
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
    clearInterval(this.looking);
    this.channels.clear();
    this.wake();
    this.news.close();
    this.redis.close(this.connection);
  }

  /** How many logs and subscribers are being watched, for the health page and the leak test. */
  get watched(): { logs: number; subscribers: number } {
    let subscribers = 0;
    for (const channel of this.channels.values()) subscribers += channel.size;
    return { logs: this.channels.size, subscribers };
  }

  /**
   * Delivers every entry after `position`, first those that are there, then those that come, each once and in order.
   * `deliver` must neither wait nor throw.
   */
  subscribe(conversationId: string, position: string, deliver: Subscriber['deliver']): LogSubscription {
    const log = this.keys.log(conversationId);
    const subscriber: Subscriber = { position, deliver };
    const channel = this.channels.get(log);
    if (channel === undefined) this.channels.set(log, new Set([subscriber]));
    else channel.add(subscriber);
    // What is there already, and what came before there was anybody to hear of it.
    this.hasNews(log);
    return { close: () => this.unsubscribe(log, subscriber) };
  }

  private unsubscribe(log: string, subscriber: Subscriber): void {
    const channel = this.channels.get(log);
    if (channel?.delete(subscriber) && channel.size === 0) this.channels.delete(log);
  }

  private hasNews(log: string): void {
    if (!this.channels.has(log)) return;
    this.fresh.add(log);
    this.wake();
  }

  private lookAtAll(): void {
    for (const log of this.channels.keys()) this.due.add(log);
    this.wake();
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      const watched = this.nextToRead();
      if (watched.size > 0) await this.read(watched);
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Those with news go first: thousands that are only looked at must not hold them up. */
  private nextToRead(): Map<string, Watch> {
    const watched = new Map<string, Watch>();
    for (const logs of [this.fresh, this.due]) {
      for (const log of logs) {
        if (watched.size === MOST_LOGS) return watched;
        logs.delete(log);
        const channel = this.channels.get(log);
        if (channel !== undefined) watched.set(log, { channel, from: lowestPosition(channel) });
      }
    }
    return watched;
  }

  private async read(watched: ReadonlyMap<string, Watch>): Promise<void> {
    try {
      const positions = [...watched.values()].map(({ from }) => from);
      const reply = await this.connection.xread('COUNT', MOST_ENTRIES, 'STREAMS', ...watched.keys(), ...positions);
      for (const [log, entries] of reply ?? []) {
        const watch = watched.get(log);
        if (watch !== undefined) hand(watch, entries.map(toLogEntry));
        if (entries.length === MOST_ENTRIES) this.hasNews(log);
      }
    } catch (error) {
      if (this.stopped) return;
      this.logger.warn(`Reading events failed, trying again: ${(error as Error).message}`);
      for (const log of watched.keys()) this.hasNews(log);
      await new Promise((resolve) => setTimeout(resolve, SECOND).unref());
    }
  }
}

/** Reading from the subscriber that is furthest behind serves all; the others pass over what they had. */
function lowestPosition(channel: Channel): string {
  let lowest: string | undefined;
  for (const { position } of channel) {
    if (lowest === undefined || compareLogPositions(position, lowest) < 0) lowest = position;
  }
  return lowest ?? LOG_START;
}

function hand({ channel, from }: Watch, entries: readonly LogEntry[]): void {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return;
  for (const subscriber of channel) {
    const { position } = subscriber;
    // Who came from further back while this read was under way would miss what lies between: the next read is for them.
    if (compareLogPositions(position, from) < 0 || compareLogPositions(position, last.position) >= 0) continue;
    const fresh =
      compareLogPositions(position, first.position) < 0
        ? entries
        : entries.filter((entry) => compareLogPositions(entry.position, position) > 0);
    subscriber.position = last.position;
    subscriber.deliver(fresh);
  }
}

/**
 * A server-sent event without an `event:` line, so that `EventSource.onmessage` receives it.
 * @param id what a client that is cut off after it comes back with; undefined: what it came back with before
 */
export function serverSentEvent(id: string | undefined, data: string): Buffer {
  return Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`);
}

function toLogEntry([position, fields]: [string, string[]]): LogEntry {
  const [, runId = '', , data = ''] = fields;
  return {
    position,
    runId,
    data,
    // As `append.lua` and `admit.lua` write it: an event begins with its number.
    seq: Number.parseInt(data.slice('{"seq":'.length), 10),
    final: fields[4] === 'final',
    anew: fields[4] === 'anew' || (data.startsWith('{"seq":1,') && !data.startsWith(FIRST_EVENT)),
    frame: serverSentEvent(position, data),
  };
}
