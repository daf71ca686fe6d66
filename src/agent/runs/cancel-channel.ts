import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';

/**
 * Tells every worker at once that a run is to stop. Only an accelerator: the record's flag is what counts, and whoever
 * missed the message sees the flag within two seconds.
 */
@Injectable()
export class CancelChannel {
  constructor(private readonly redis: RedisConnections) {}

  async announce(runId: string): Promise<void> {
    await this.redis.commands.publish(this.name, runId);
  }

  /** Calls back with the id of every run that is to stop, for as long as the process lives. */
  async listen(stop: (runId: string) => void): Promise<void> {
    const connection = this.redis.open('patient', 'cancel-channel');
    connection.on('message', (_channel, runId) => stop(runId));
    await connection.subscribe(this.name);
  }

  private get name(): string {
    return this.redis.key('cancel');
  }
}
