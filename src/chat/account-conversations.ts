import { Injectable } from '@nestjs/common';
import { AccountData, type AccountDataHolder } from '../auth/index.js';
import { Conversations } from '../session/index.js';

const BATCH = 100;

/** The conversations of an account that is deleted. */
@Injectable()
export class AccountConversations implements AccountDataHolder {
  readonly name = 'conversations';

  constructor(
    accounts: AccountData,
    private readonly conversations: Conversations,
  ) {
    accounts.register(this);
  }

  async erase(userId: string): Promise<void> {
    for (;;) {
      const { items } = await this.conversations.list(userId, { status: 'all', limit: BATCH });
      if (items.length === 0) return;
      for (const { sessionId } of items) await this.conversations.delete(userId, sessionId);
    }
  }
}
