import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { RevokedCredentials } from './revoked-credentials.js';

type Listener = () => void;

/** Tells what outlives a request, such as an event stream, that the credential it was opened with has ended. */
@Injectable()
export class CredentialWatch implements OnModuleInit {
  private readonly logger = new Logger(CredentialWatch.name);
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(
    private readonly redis: RedisConnections,
    private readonly revoked: RevokedCredentials,
  ) {}

  onModuleInit(): void {
    const subscriber = this.redis.open('patient', 'credential-watch');
    subscriber.on('message', (_channel, credentialId: string) => this.tell(credentialId));
    // What was said while the connection was cut is not said again: look it up.
    subscriber.on('ready', () => void this.lookUpAll().catch((error: Error) => this.complain(error)));
    subscriber.subscribe(this.revoked.channel).catch((error: Error) => this.complain(error));
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

  private async lookUpAll(): Promise<void> {
    for (const id of this.listeners.keys()) if (await this.revoked.has(id)) this.tell(id);
  }

  private complain(error: Error): void {
    this.logger.warn(`Ended logins may be heard of late: ${error.message}`);
  }
}
