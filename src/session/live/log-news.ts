import { type RedisConnections } from '../../cache/index.js';

export interface LogListener {
  /** Something was appended to this log. */
  readonly appended: (log: string) => void;
  /** From now on nothing is missed; what was appended before is unknown. */
  readonly listening: () => void;
}

/** Hears which logs have been appended to: the scripts of the log publish its key. What is said while the connection is cut is lost. */
export class LogNews {
  private readonly connection;

  /** @param channel what the scripts publish on */
  constructor(
    private readonly redis: RedisConnections,
    private readonly channel: string,
    private readonly listener: LogListener,
  ) {
    this.connection = redis.open('patient', 'log-news');
    this.connection.on('message', (_channel, log) => listener.appended(log));
    // After every cut: only when Redis has confirmed it is it certain that nothing more is missed.
    this.connection.on('ready', () => void this.listen());
  }

  close(): void {
    this.redis.close(this.connection);
  }

  private async listen(): Promise<void> {
    try {
      await this.connection.subscribe(this.channel);
      this.listener.listening();
    } catch {
      // Cut again: another `ready` follows.
    }
  }
}
