import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HOUR } from '../../common/clock.js';
import { AppConfig } from '../../config/index.js';
import { Conversations } from '../conversations.port.js';

/** Removes for good what users deleted DELETED_CONVERSATION_DAYS ago. Any number of processes may do it at once. */
@Injectable()
export class ConversationPurge implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ConversationPurge.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly conversations: Conversations,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.purge(), HOUR).unref();
    void this.purge();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async purge(): Promise<void> {
    try {
      const before = new Date(Date.now() - this.config.conversations.deletedRetentionMs);
      const removed = await this.conversations.purge(before);
      if (removed > 0) this.logger.log(`Removed ${removed} conversations that their users had deleted`);
    } catch (error) {
      this.logger.warn({ msg: 'Deleted conversations could not be removed, trying again in an hour', err: error });
    }
  }
}
