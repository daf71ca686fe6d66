import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan, MoreThan, type Repository } from 'typeorm';
import { DAY, HOUR, MINUTE } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { hashOpaqueToken, newOpaqueToken } from '../tokens/opaque-token.js';
import { EmailToken, type EmailTokenPurpose } from './email-token.entity.js';
import { User } from './user.entity.js';

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

  constructor(private readonly dataSource: DataSource) {
    this.tokens = dataSource.getRepository(EmailToken);
  }

  /** @returns the token for the link; undefined when the account got such a mail a moment ago. */
  async issue(userId: string, purpose: EmailTokenPurpose, email: string): Promise<string | undefined> {
    const recent = { userId, purpose, createdAt: MoreThan(new Date(Date.now() - PAUSE_MS)) };
    return this.dataSource.transaction(async (manager) => {
      await holdAccount(manager, userId);
      if (await manager.existsBy(EmailToken, recent)) return undefined;
      const token = newOpaqueToken(PREFIX);
      await manager.delete(EmailToken, { userId, purpose });
      await manager.insert(EmailToken, {
        id: newId(),
        userId,
        purpose,
        email,
        tokenHash: hashOpaqueToken(token),
        expiresAt: new Date(Date.now() + LIFE_MS[purpose]),
      });
      return token;
    });
  }

  /**
   * Uses the link of a verification mail up: its address is proved by that, if it is still the account's.
   * @returns whose it is; undefined when it is no such link, or not a good one.
   */
  verifyAddress(token: string): Promise<string | undefined> {
    return this.dataSource.transaction(async (manager) => {
      const where = {
        tokenHash: hashOpaqueToken(token),
        purpose: 'verify_email',
        expiresAt: MoreThan(new Date()),
      } as const;
      const found = await manager.findOneBy(EmailToken, where);
      const user = found && (await holdAccount(manager, found.userId));
      // The account is held by now: looked at again, as a new registration may have made the link void.
      if (!user || (await manager.delete(EmailToken, where)).affected !== 1) return undefined;
      if (found.email !== user.email) return undefined;
      await manager.update(User, user.id, { emailVerifiedAt: user.emailVerifiedAt ?? new Date() });
      return user.id;
    });
  }

  /** Whose it is, without using it up. */
  async find(token: string, purpose: EmailTokenPurpose): Promise<EmailToken | undefined> {
    const where = { tokenHash: hashOpaqueToken(token), purpose, expiresAt: MoreThan(new Date()) };
    return (await this.tokens.findOneBy(where)) ?? undefined;
  }

  /** Uses the token up: of two that come with the same one, at most one gets anything. */
  async redeem(token: string, purpose: EmailTokenPurpose): Promise<Pick<EmailToken, 'userId' | 'email'> | undefined> {
    const deleted = await this.tokens
      .createQueryBuilder()
      .delete()
      .where('token_hash = :hash AND purpose = :purpose AND expires_at > now()', {
        hash: hashOpaqueToken(token),
        purpose,
      })
      .returning(['userId', 'email'])
      .execute();
    const [row] = deleted.raw as { user_id: string; email: string }[];
    return row && { userId: row.user_id, email: row.email };
  }

  /** After a change of password or address older links must do nothing any more. */
  async voidAll(userId: string): Promise<void> {
    await this.tokens.delete({ userId });
  }

  async forgetExpired(): Promise<void> {
    await this.tokens.delete({ expiresAt: LessThan(new Date()) });
  }
}

/** What is done to the links of one account happens one after the other. */
function holdAccount(manager: EntityManager, id: string): Promise<User | null> {
  return manager.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } });
}
