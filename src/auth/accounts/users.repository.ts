import { Injectable } from '@nestjs/common';
import { DataSource, type Repository } from 'typeorm';
import { newId } from '../../common/ids.js';
import { User } from './user.entity.js';

/** What a new account begins with. */
export type NewUser = Pick<User, 'email' | 'passwordHash' | 'fullName' | 'companyName'>;

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
}
