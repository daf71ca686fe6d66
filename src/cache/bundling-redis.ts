import { Redis } from 'ioredis';

type Send = Parameters<Redis['sendCommand']>;

/** What ioredis asks for again by itself after a cut, and listens to no answer: a rejection would end the process. */
const RENEWED: ReadonlySet<string> = new Set(['subscribe', 'psubscribe', 'ssubscribe', 'select']);

/**
 * A connection whose commands of one turn of the event loop travel in one packet: a write for each costs both ends more than the command.
 * ioredis' auto-pipelining does so, too, but makes a pipeline and a promise more for it, and only for what is called on the connection itself;
 * BullMQ's scripts are not.
 */
export class BundlingRedis extends Redis {
  private bundling: Redis['stream'] | undefined;

  override sendCommand(...command: Send): unknown {
    this.bundle();
    const [{ name, promise }] = command;
    // Who asked for it still hears of it.
    if (RENEWED.has(name)) promise.catch(() => undefined);
    return super.sendCommand(...command);
  }

  private bundle(): void {
    const { stream } = this;
    // There is none until the first connection is being made.
    if ((stream as Redis['stream'] | undefined) === this.bundling) return;
    this.bundling = stream;
    stream.cork();
    setImmediate(() => {
      this.bundling = undefined;
      stream.uncork();
    });
  }
}
