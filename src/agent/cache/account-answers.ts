import { Injectable } from '@nestjs/common';
import { AccountData, type AccountDataHolder } from '../../auth/index.js';
import { AnswerCache } from './answer-cache.js';

/** The cached answers to the questions of an account that is deleted. */
@Injectable()
export class AccountAnswers implements AccountDataHolder {
  readonly name = 'cached answers';

  constructor(
    accounts: AccountData,
    private readonly answers: AnswerCache,
  ) {
    accounts.register(this);
  }

  async erase(userId: string): Promise<void> {
    await this.answers.clear(userId);
  }
}
