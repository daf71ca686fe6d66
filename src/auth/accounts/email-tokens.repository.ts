import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan, type Repository } from 'typeorm';
import { DAY, HOUR, MINUTE } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { hashOpaqueToken, newOpaqueToken } from '../tokens/opaque-token.js';
import { EmailToken, type EmailTokenPurpose } from './email-token.entity.js';

const PREFIX = 'tfv_';
const LIFE_MS: Readonly<Record<EmailTokenPurpose, number>> = {
  verify_email: DAY,
  change_email: DAY,
  reset_password: HOUR,
};
/** An account gets no second mail of a kind sooner: nobody shall fill somebody's mailbox through us. */
const PAUSE_MS = MINUTE;

/** The secrets of links in mails: single use, short-lived, only the newest of a kind is good. */
@Injectable()
export class EmailTokensRepository {
  private readonly tokens: Repository<EmailToken>;

  constructor(dataSource: DataSource) {
    this.tokens = dataSource.getRepository(EmailToken);
  }

  /** @returns the token for the link; undefined when the account got such a mail a moment ago. */
  async issue(userId: string, purpose: EmailTokenPurpose, email: string): Promise<string | undefined> {
    const recent = { userId, purpose, createdAt: MoreThan(new Date(Date.now() - PAUSE_MS)) };
    if (await this.tokens.existsBy(recent)) return undefined;
    const token = newOpaqueToken(PREFIX);
    await this.tokens.delete({ userId, purpose });
    await this.tokens.insert({
      id: newId(),
      userId,
      purpose,
      email,
      tokenHash: hashOpaqueToken(token),
      expiresAt: new Date(Date.now() + LIFE_MS[purpose]),
    });
    return token;
  }

  /** Whose it is, without using it up. */
  async find(token: string, purpose: EmailTokenPurpose): Promise<EmailToken | undefined> {
    const where = { tokenHash: hashOpaqueToken(token), purpose, expiresAt: MoreThan(new Date()) };
    return (await this.tokens.findOneBy(where)) ?? undefined;
  }

  /** Uses the token up: of two that come with the same one, at most one gets anything. */
  async redeem(
    token: string,
    purposes: readonly EmailTokenPurpose[],
  ): Promise<Pick<EmailToken, 'userId' | 'email' | 'purpose'> | undefined> {
    const deleted = await this.tokens
      .createQueryBuilder()
      .delete()
      .where('token_hash = :hash AND purpose IN (:...purposes) AND expires_at > now()', {
        hash: hashOpaqueToken(token),
        purposes,
      })
      .returning(['userId', 'email', 'purpose'])
      .execute();
    const [row] = deleted.raw as { user_id: string; email: string; purpose: EmailTokenPurpose }[];
    return row && { userId: row.user_id, email: row.email, purpose: row.purpose };
  }

  /** After a change of password or address older links must do nothing any more. */
  async voidAll(userId: string): Promise<void> {
    await this.tokens.delete({ userId });
  }

  async forgetExpired(): Promise<void> {
    await this.tokens.delete({ expiresAt: LessThan(new Date()) });
  }
}
