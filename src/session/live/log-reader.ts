import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { compareLogPositions, LOG_START } from './log-position.js';
import { SessionKeys } from './session-keys.js';

/** One event as it stands in the log. */
export interface LogEntry {
  /** Where it stands; what a client sends back to read on after it. */
  readonly position: string;
  readonly runId: string;
  /** The event's JSON, byte for byte as the digest covers it. */
  readonly data: string;
  /** Whether it is the first event of its run. */
  readonly first: boolean;
  /** Whether it is the last event of its run. */
  readonly final: boolean;
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

interface Channel {
  readonly log: string;
  readonly subscribers: Set<Subscriber>;
}

/** One log of one read: where it was read from decides whom the entries can be given to. */
interface Watch {
  readonly channel: Channel;
  readonly from: string;
}

const BLOCK_MS = 15 * SECOND;
/** Entries of one session read at once: a long replay must not hold up the others. */
const BATCH = 500;

/**
 * The process's one blocking reader for all logs its clients watch. A subscriber is a position and nothing else:
 * replay and live are the same read, so there is no gap between them.
 */
@Injectable()
export class LogReader implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LogReader.name);
  private readonly keys: SessionKeys;
  private readonly channels = new Map<string, Channel>();
  private readonly connection;
  /** How Redis calls the connection; another one after every cut. */
  private clientId: number | undefined;
  private stopped = false;
  /** Grows whenever what must be read changes: a blocked read of an older generation is woken. */
  private generation = 0;
  private reading: number | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly redis: RedisConnections) {
    this.keys = new SessionKeys(redis);
    this.connection = redis.open('reader', 'log-reader');
    this.connection.on('close', () => {
      this.clientId = undefined;
    });
  }

  onApplicationBootstrap(): void {
    void this.loop();
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
    this.channels.clear();
    this.wake();
    this.redis.close(this.connection);
  }

  /** How many logs and subscribers are being watched, for the health page and the leak test. */
  get watched(): { logs: number; subscribers: number } {
    let subscribers = 0;
    for (const channel of this.channels.values()) subscribers += channel.subscribers.size;
    return { logs: this.channels.size, subscribers };
  }

  /**
   * Delivers every entry after `position`, first those that are there, then those that come, each once and in order.
   * `deliver` must neither wait nor throw.
   */
  subscribe(conversationId: string, position: string, deliver: Subscriber['deliver']): LogSubscription {
    const subscriber: Subscriber = { position, deliver };
    const channel = this.channels.get(conversationId);
    if (channel === undefined) {
      const log = this.keys.log(conversationId);
      this.channels.set(conversationId, { log, subscribers: new Set([subscriber]) });
    } else {
      channel.subscribers.add(subscriber);
    }
    this.changed();
    return { close: () => this.unsubscribe(conversationId, subscriber) };
  }

  private unsubscribe(conversationId: string, subscriber: Subscriber): void {
    const channel = this.channels.get(conversationId);
    if (channel?.subscribers.delete(subscriber) && channel.subscribers.size === 0) this.channels.delete(conversationId);
  }

  private changed(): void {
    this.generation += 1;
    this.wake();
    if (this.reading !== undefined && this.reading < this.generation) void this.unblock();
  }

  /** Makes a read that waits for an older set of logs return at once. */
  private async unblock(): Promise<void> {
    const wanted = this.generation;
    try {
      // The read may still be on its way to Redis when the first UNBLOCK arrives there: say it until it was heard.
      while (this.reading !== undefined && this.reading < wanted && this.clientId !== undefined) {
        if ((await this.redis.commands.client('UNBLOCK', this.clientId)) === 1) return;
      }
    } catch (error) {
      this.logger.debug(`A waiting read could not be woken; it ends by itself: ${(error as Error).message}`);
    }
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      if (this.channels.size === 0) await new Promise<void>((resolve) => (this.wake = resolve));
      else await this.readOnce();
    }
  }

  private async readOnce(): Promise<void> {
    try {
      // Known before it is needed: asked for during a read, the answer would come when the read has ended by itself.
      this.clientId ??= await this.connection.client('ID');
      // In the meantime the last one may have left.
      if (this.channels.size === 0) return;
      const watched = new Map(
        [...this.channels.values()].map((channel) => [channel.log, { channel, from: lowestPosition(channel) }]),
      );
      this.reading = this.generation;
      const reply = await this.connection.xread(
        'COUNT',
        BATCH,
        'BLOCK',
        BLOCK_MS,
        'STREAMS',
        ...watched.keys(),
        ...[...watched.values()].map((watch) => watch.from),
      );
      this.reading = undefined;
      for (const [log, entries] of reply ?? []) {
        const watch = watched.get(log);
        if (watch !== undefined) hand(watch, entries.map(toLogEntry));
      }
    } catch (error) {
      this.reading = undefined;
      if (this.stopped) return;
      this.logger.warn(`Reading events failed, trying again: ${(error as Error).message}`);
      await new Promise((resolve) => setTimeout(resolve, SECOND).unref());
    }
  }
}

/** Reading from the subscriber that is furthest behind serves all; the others pass over what they had. */
function lowestPosition(channel: Channel): string {
  let lowest: string | undefined;
  for (const { position } of channel.subscribers) {
    if (lowest === undefined || compareLogPositions(position, lowest) < 0) lowest = position;
  }
  return lowest ?? LOG_START;
}

function hand({ channel, from }: Watch, entries: readonly LogEntry[]): void {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return;
  for (const subscriber of channel.subscribers) {
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

/** A server-sent event without an `event:` line, so that `EventSource.onmessage` receives it. */
export function serverSentEvent(id: string, data: string): Buffer {
  return Buffer.from(`id: ${id}\ndata: ${data}\n\n`);
}

function toLogEntry([position, fields]: [string, string[]]): LogEntry {
  const [, runId = '', , data = ''] = fields;
  return {
    position,
    runId,
    data,
    first: data.startsWith('{"seq":1,'),
    final: fields.length > 4,
    frame: serverSentEvent(position, data),
  };
}
