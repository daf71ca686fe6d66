import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../encryption/field-cipher.js';
import { type User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

const BATCH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The fields of an account that are stored encrypted. Undefined: leave as it is; null: empty. */
export interface SensitiveFields {
  readonly phone?: string | null;
  readonly companyTaxId?: string | null;
}

/** Seals and opens the sensitive fields of an account, each bound to its column and row. */
@Injectable()
export class SealedFields {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly users: UsersRepository,
  ) {}

  open(user: User): { phone: string | null; companyTaxId: string | null } {
    return {
      phone: user.phoneSealed && this.cipher.open(user.phoneSealed, place('phone', user.id)),
      companyTaxId:
        user.companyTaxIdSealed && this.cipher.open(user.companyTaxIdSealed, place('company_tax_id', user.id)),
    };
  }

  seal(
    userId: string,
    { phone, companyTaxId }: SensitiveFields,
  ): Partial<Pick<User, 'phoneSealed' | 'companyTaxIdSealed'>> {
    return {
      phoneSealed: phone && this.cipher.seal(phone, place('phone', userId)),
      companyTaxIdSealed: companyTaxId && this.cipher.seal(companyTaxId, place('company_tax_id', userId)),
    };
  }

  /**
   * Seals everything with the current key that still is with an older one. Safe to repeat and to interrupt.
   * @returns how many accounts were changed.
   */
  async sealAnew(): Promise<number> {
    let changed = 0;
    let after = FIRST_ID;
    for (;;) {
      const users = await this.users.findSealed(after, BATCH);
      for (const user of users) {
        const fields = [user.phoneSealed, user.companyTaxIdSealed].filter((field) => field !== null);
        if (fields.every((field) => this.cipher.isCurrent(field))) continue;
        await this.users.update(user.id, this.seal(user.id, this.open(user)));
        changed += 1;
      }
      if (users.length < BATCH) return changed;
      after = users.at(-1)?.id ?? after;
    }
  }
}

const place = (field: string, userId: string) => `users.${field}:${userId}`;
