import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RedisConnections } from '../../cache/index.js';
import { MINUTE, SECOND } from '../../common/clock.js';
import { RevokedCredentials } from './revoked-credentials.js';

type Listener = () => void;

/** Between two attempts to find out what was missed. */
const RETRY = 1 * SECOND;
/** Longer than a request takes from the check of its credential to the stream that it opens. */
const ADMISSION = 1 * MINUTE;
const MOST_RECENT = 10_000;

/** Tells what outlives a request, such as an event stream, that the credential it was opened with has ended. */
@Injectable()
export class CredentialWatch implements OnModuleInit {
  private readonly logger = new Logger(CredentialWatch.name);
  private readonly listeners = new Map<string, Set<Listener>>();
  /** Who is admitted at the moment may ask to be told of these only after they were told of. */
  private readonly recent = new LRUCache<string, true>({ max: MOST_RECENT, ttl: ADMISSION });

  constructor(
    private readonly redis: RedisConnections,
    private readonly revoked: RevokedCredentials,
  ) {}

  onModuleInit(): void {
    const subscriber = this.redis.open('patient', 'credential-watch');
    subscriber.on('message', (channel, credentialId: string) => {
      if (channel === this.revoked.readmissions) this.recent.delete(credentialId);
      else this.tell(credentialId);
    });
    // After every cut, too: what was said meanwhile is not said again.
    subscriber.on('ready', () => void this.catchUp(subscriber));
  }

  /**
   * Calls back once when the login or API key ends; at once where that has just happened.
   * @returns ends the watching; must be called when the watched thing is over.
   * @example stream.onClose(watch.onRevoked(user.credential.id, () => stream.end()));
   */
  onRevoked(credentialId: string, listener: Listener): () => void {
    if (this.recent.has(credentialId)) {
      listener();
      return () => undefined;
    }
    const listeners = this.listeners.get(credentialId) ?? new Set();
    this.listeners.set(credentialId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(credentialId) === listeners) this.listeners.delete(credentialId);
    };
  }

  private tell(credentialId: string): void {
    this.recent.set(credentialId, true);
    const listeners = this.listeners.get(credentialId);
    if (!listeners) return;
    this.listeners.delete(credentialId);
    for (const listener of listeners) listener();
  }

  /** Looks up what was missed when it is certain that nothing more is, and until that is done or the connection cut again. */
  private async catchUp(subscriber: ReturnType<RedisConnections['open']>): Promise<void> {
    while (subscriber.status === 'ready') {
      try {
        await subscriber.subscribe(this.revoked.channel, this.revoked.readmissions);
        await this.lookUpAll();
        return;
      } catch (error) {
        this.logger.warn(`Ended logins may be heard of late: ${(error as Error).message}`);
        await pause(RETRY, undefined, { ref: false });
      }
    }
  }

  private async lookUpAll(): Promise<void> {
    const lookUp = async (id: string) => (await this.revoked.has(id)) && this.tell(id);
    await Promise.all([...this.listeners.keys()].map(lookUp));
  }
}
