import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, type Repository } from 'typeorm';
import { newId } from '../../common/ids.js';
import { FieldCipher } from '../encryption/field-cipher.js';
import { Identity } from './identity.entity.js';
import { type OAuthProviderName } from './oauth-profile.js';

const BATCH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** An identity as its owner sees it. */
export interface ConnectedIdentity {
  readonly provider: OAuthProviderName;
  readonly email: string;
  readonly createdAt: Date;
}

/** Keeps which accounts at providers open which accounts of ours. */
@Injectable()
export class IdentitiesRepository {
  private readonly identities: Repository<Identity>;

  constructor(
    dataSource: DataSource,
    private readonly cipher: FieldCipher,
  ) {
    this.identities = dataSource.getRepository(Identity);
  }

  /** With its user. */
  async find(provider: OAuthProviderName, subject: string): Promise<Identity | undefined> {
    return (await this.identities.findOne({ where: { provider, subject }, relations: { user: true } })) ?? undefined;
  }

  async list(userId: string): Promise<ConnectedIdentity[]> {
    const identities = await this.identities.find({ where: { userId }, order: { provider: 'ASC' } });
    return identities.map(({ id, provider, emailSealed, createdAt }) => ({
      provider,
      email: this.cipher.open(emailSealed, place(id)),
      createdAt,
    }));
  }

  /**
   * Connects an identity. The unique indexes decide: it opens one account, and an account has one of each provider.
   * @returns false when it, or another of that provider, is connected already.
   */
  async connect(userId: string, provider: OAuthProviderName, subject: string, email: string): Promise<boolean> {
    const id = newId();
    const emailSealed = this.cipher.seal(email, place(id));
    const inserted = await this.identities
      .createQueryBuilder()
      .insert()
      .values({ id, userId, provider, subject, emailSealed })
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length === 1;
  }

  /** @returns whether there was one. */
  async disconnect(userId: string, provider: OAuthProviderName): Promise<boolean> {
    return (await this.identities.delete({ userId, provider })).affected === 1;
  }

  /**
   * Seals every address with the current key that still is with an older one. Safe to repeat and to interrupt.
   * @returns how many were changed.
   */
  async sealAnew(): Promise<number> {
    let changed = 0;
    let after = FIRST_ID;
    for (;;) {
      const batch = await this.identities.find({ where: { id: MoreThan(after) }, order: { id: 'ASC' }, take: BATCH });
      for (const { id, emailSealed } of batch) {
        if (this.cipher.isCurrent(emailSealed)) continue;
        await this.identities.update(id, {
          emailSealed: this.cipher.seal(this.cipher.open(emailSealed, place(id)), place(id)),
        });
        changed += 1;
      }
      if (batch.length < BATCH) return changed;
      after = batch.at(-1)?.id ?? after;
    }
  }
}

const place = (id: string) => `identities.email:${id}`;
