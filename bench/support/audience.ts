import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchClient } from './bench-client.js';

/** Everybody who watches a session, and how many bytes they got together. */
export class Audience {
  received = 0;
  private readonly bell = new EventEmitter();
  private readonly leaving: (() => void)[] = [];

  constructor(private readonly sessionId: string) {}

  async join(client: BenchClient): Promise<void> {
    const request = await client.follow(this.sessionId, (bytes) => {
      this.received += bytes;
      this.bell.emit('news');
    });
    this.leaving.push(() => request.destroy());
  }

  async until(bytes: number): Promise<void> {
    while (this.received < bytes) await once(this.bell, 'news');
  }

  /** Resolves when nothing has come for a second. */
  async quiet(): Promise<void> {
    for (let before = -1; before !== this.received;) {
      before = this.received;
      await delay(1_000);
    }
  }

  leave(): void {
    for (const leave of this.leaving) leave();
  }
}
