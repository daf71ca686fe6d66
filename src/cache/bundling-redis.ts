import { Redis, type RedisOptions } from 'ioredis';
import { endWhenSilent } from '../common/silent-socket.js';

export interface BundlingOptions extends RedisOptions {
  /**
   * How long an answer may be due in milliseconds before the connection is given up: longer than any command blocks. What is outstanding
   * then fares as with every cut. ioredis' `socketTimeout` is no use: its timer outlives its socket and cuts the next one.
   */
  readonly silenceLimit: number;
}

type Send = Parameters<Redis['sendCommand']>;
type Stream = Redis['stream'];

/** What ioredis asks for again by itself after a cut, and listens to no answer: a rejection would end the process. */
const RENEWED: ReadonlySet<string> = new Set(['subscribe', 'psubscribe', 'ssubscribe', 'select']);

/**
 * A connection whose commands of one turn of the event loop travel in one packet: a write for each costs both ends more than the command.
 * ioredis' auto-pipelining does so, too, but makes a pipeline and a promise more for it, and only for what is called on the connection itself;
 * BullMQ's scripts are not.
 */
export class BundlingRedis extends Redis {
  private bundle: Bundle | undefined;

  /** @param url where Redis is; undefined when the options say it, which ioredis passes over */
  constructor(
    url: string | undefined,
    private readonly given: BundlingOptions,
  ) {
    super(url as string, given);
  }

  /** As BullMQ asks for it, for the connection it blocks on. ioredis would make a connection without what is made here. */
  override duplicate(override: Partial<RedisOptions> = {}): BundlingRedis {
    return new BundlingRedis(undefined, { ...this.options, ...override, silenceLimit: this.given.silenceLimit });
  }

  override sendCommand(...command: Send): unknown {
    const { stream } = this;
    // There is none until the first connection is being made.
    if ((stream as Stream | undefined) !== undefined) {
      if (this.bundle?.stream !== stream) this.bundle = this.take(stream);
      this.bundle.open();
    }
    const [{ name, promise }] = command;
    // Who asked for it still hears of it.
    if (RENEWED.has(name)) promise.catch(() => undefined);
    return super.sendCommand(...command);
  }

  /** What every new connection gets. */
  private take(stream: Stream): Bundle {
    endWhenSilent(stream, this.given.silenceLimit, {
      awaits: () => this.commandQueue.length > 0,
      // Who only listens would never learn that nobody speaks any more.
      ask: () => void (this.mode === 'subscriber' && this.ping().catch(() => undefined)),
    });
    return new Bundle(stream);
  }
}

/** What is written to a socket within a turn of the event loop. Texts are joined: each that is written is encoded and accounted for by itself. */
class Bundle {
  private text = '';
  private isOpen = false;
  private readonly write: Stream['write'];

  constructor(readonly stream: Stream) {
    this.write = stream.write.bind(stream);
    stream.write = ((...given: Parameters<Stream['write']>) => this.take(given)) as Stream['write'];
  }

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.stream.cork();
    setImmediate(() => this.close());
  }

  private take(given: Parameters<Stream['write']>): boolean {
    const [data] = given;
    if (this.isOpen && typeof data === 'string' && given.length === 1) {
      this.text += data;
      return true;
    }
    this.flush();
    return this.write(...given);
  }

  private flush(): void {
    const { text } = this;
    this.text = '';
    if (text !== '' && this.stream.writable) this.write(text);
  }

  private close(): void {
    this.isOpen = false;
    this.flush();
    this.stream.uncork();
  }
}
