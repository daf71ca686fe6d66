import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { RevokedCredentials } from './revoked-credentials.js';

type Listener = () => void;

/** Between two attempts to find out what was missed. */
const RETRY = 1 * SECOND;

/** Tells what outlives a request, such as an event stream, that the credential it was opened with has ended. */
@Injectable()
export class CredentialWatch implements OnModuleInit {
  private readonly logger = new Logger(CredentialWatch.name);
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly subscriber;

  constructor(
    redis: RedisConnections,
    private readonly revoked: RevokedCredentials,
  ) {
    this.subscriber = redis.open('patient', 'credential-watch');
  }

  onModuleInit(): void {
    this.subscriber.on('message', (_channel, credentialId: string) => this.tell(credentialId));
    // After every cut, too: what was said meanwhile is not said again.
    this.subscriber.on('ready', () => void this.catchUp());
  }

  /**
   * Calls back once when the login or API key ends.
   * @returns ends the watching; must be called when the watched thing is over.
   * @example stream.onClose(watch.onRevoked(user.credential.id, () => stream.end()));
   */
  onRevoked(credentialId: string, listener: Listener): () => void {
    const listeners = this.listeners.get(credentialId) ?? new Set();
    this.listeners.set(credentialId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(credentialId) === listeners) this.listeners.delete(credentialId);
    };
  }

  private tell(credentialId: string): void {
    const listeners = this.listeners.get(credentialId);
    if (!listeners) return;
    this.listeners.delete(credentialId);
    for (const listener of listeners) listener();
  }

  /** Looks up what was missed when it is certain that nothing more is, and until that is done or the connection cut again. */
  private async catchUp(): Promise<void> {
    while (this.subscriber.status === 'ready') {
      try {
        await this.subscriber.subscribe(this.revoked.channel);
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
