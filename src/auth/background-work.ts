import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';

/**
 * Work that an answer does not wait for: sending mail, above all, as waiting for it would tell whether there is an account.
 * A process that stops finishes it first.
 */
@Injectable()
export class BackgroundWork implements BeforeApplicationShutdown {
  private readonly logger = new Logger(BackgroundWork.name);
  private readonly pending = new Set<Promise<void>>();

  /** @param name what failed, for the log. */
  start(name: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.logger.error({ err: error }, `${name} failed`))
      .finally(() => this.pending.delete(running));
    this.pending.add(running);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.pending);
  }
}
