import { Injectable } from '@nestjs/common';
import { DataSource, ILike, LessThan, type Repository } from 'typeorm';
import { newId } from '../../common/ids.js';
import { isUniqueViolation } from '../../database/index.js';
import { type Role } from '../access/permissions.js';
import { EmailToken } from './email-token.entity.js';
import { User, type UserStatus } from './user.entity.js';

/** What a new account begins with. */
export type NewUser = Pick<User, 'email' | 'passwordHash' | 'fullName' | 'companyName'> &
  Partial<Pick<User, 'emailVerifiedAt'>>;

/** What of an account changes later. */
export type UserChanges = Partial<Omit<User, 'id' | 'createdAt' | 'updatedAt'>>;

/** Which accounts an administrator asks for. */
export interface UserFilter {
  /** Part of an e-mail. */
  readonly email?: string;
  readonly status?: UserStatus;
  readonly role?: Role;
  /** Only accounts made before the one with this id. */
  readonly before?: string;
  readonly limit: number;
}

/** Keeps accounts. */
@Injectable()
export class UsersRepository {
  private readonly users: Repository<User>;

  constructor(dataSource: DataSource) {
    this.users = dataSource.getRepository(User);
  }

  /**
   * Makes an account. The unique index decides, so of two at the same time with one e-mail exactly one succeeds.
   * @returns undefined when the e-mail is taken.
   */
  async create(user: NewUser): Promise<User | undefined> {
    const id = newId();
    const inserted = await this.users
      .createQueryBuilder()
      .insert()
      .values({ id, ...user })
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length === 0 ? undefined : this.users.findOneByOrFail({ id });
  }

  /** @param email normalised. */
  async findByEmail(email: string): Promise<User | undefined> {
    return (await this.users.findOneBy({ email })) ?? undefined;
  }

  async findById(id: string): Promise<User | undefined> {
    return (await this.users.findOneBy({ id })) ?? undefined;
  }

  /** Newest first. */
  list({ email, status, role, before, limit }: UserFilter): Promise<User[]> {
    return this.users.find({
      where: {
        ...(email && { email: ILike(`%${email.replace(/[\\%_]/g, '\\$&')}%`) }),
        ...(status && { status }),
        ...(role && { role }),
        ...(before && { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  async update(id: string, changes: UserChanges): Promise<void> {
    if (Object.keys(changes).length > 0) await this.users.update(id, changes);
  }

  /**
   * Gives an account that nobody has verified, and nobody was ever let into, to who registers its address anew; the links
   * that were mailed before become void. The row is held meanwhile, as it is while an address is verified
   * (`EmailTokensRepository.verifyAddress`): a link must never verify a password that came after it.
   * @returns false when the account is somebody's: verified, an administrator's, or in use since before verification
   * was asked for.
   */
  replaceUnverified(id: string, changes: Pick<User, 'passwordHash' | 'fullName' | 'companyName'>): Promise<boolean> {
    return this.users.manager.transaction(async (manager) => {
      const open = await manager
        .createQueryBuilder(User, 'user')
        .where("user.id = :id AND user.emailVerifiedAt IS NULL AND user.role = 'user'", { id })
        .andWhere("NOT EXISTS (SELECT FROM audit_events WHERE user_id = :id AND action = 'login.succeeded')")
        .setLock('pessimistic_write')
        .getOne();
      if (!open) return false;
      await manager.update(User, id, changes);
      await manager.delete(EmailToken, { userId: id });
      return true;
    });
  }

  /** @returns false when the address is somebody else's. */
  async changeEmail(id: string, email: string): Promise<boolean> {
    try {
      await this.users.update(id, { email, emailVerifiedAt: new Date() });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /**
   * Moves an account from one state to another.
   * @returns false when it was in none of `from`.
   */
  async changeStatus(id: string, from: readonly UserStatus[], to: UserStatus): Promise<boolean> {
    const result = await this.users
      .createQueryBuilder()
      .update()
      .set({ status: to })
      .where('id = :id AND status IN (:...from)', { id, from })
      .execute();
    return result.affected === 1;
  }

  /** Accounts whose deletion was begun before `date` and has not ended. */
  findStuckDeletions(date: Date): Promise<User[]> {
    return this.users.findBy({ status: 'deleting', updatedAt: LessThan(date) });
  }

  /** Every account with a sealed field, for sealing anew. */
  findSealed(after: string, limit: number): Promise<User[]> {
    return this.users
      .createQueryBuilder('user')
      .where('user.id > :after AND (user.phoneSealed IS NOT NULL OR user.companyTaxIdSealed IS NOT NULL)', { after })
      .orderBy('user.id')
      .take(limit)
      .getMany();
  }

  /** With everything of it that is kept beside it: logins, keys, links, identities. */
  async delete(id: string): Promise<void> {
    await this.users.delete(id);
  }
}
