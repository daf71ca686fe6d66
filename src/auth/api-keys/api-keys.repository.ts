import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan, type Repository } from 'typeorm';
import { newId } from '../../common/ids.js';
import { User } from '../accounts/user.entity.js';
import { ApiKey } from './api-key.entity.js';

/** What a new key is made of. */
export type NewApiKey = Pick<ApiKey, 'userId' | 'name' | 'prefix' | 'keyHash' | 'scopes' | 'expiresAt'>;

/** Keeps API keys. A key that was deleted or has expired is gone; the audit log remembers it. */
@Injectable()
export class ApiKeysRepository {
  private readonly keys: Repository<ApiKey>;

  constructor(private readonly dataSource: DataSource) {
    this.keys = dataSource.getRepository(ApiKey);
  }

  /**
   * Adds a key, and clears away the user's expired ones. Keys of one user are made one after the other.
   * @returns undefined when the user has `most` keys already.
   */
  create(key: NewApiKey, most: number): Promise<ApiKey | undefined> {
    const { userId } = key;
    return this.dataSource.transaction(async (manager) => {
      await manager.findOne(User, { select: { id: true }, where: { id: userId }, lock: { mode: 'for_no_key_update' } });
      await manager.delete(ApiKey, { userId, expiresAt: LessThan(new Date()) });
      if ((await manager.countBy(ApiKey, { userId })) >= most) return undefined;
      const id = newId();
      await manager.insert(ApiKey, { id, ...key });
      return manager.findOneByOrFail(ApiKey, { id });
    });
  }

  /** The unexpired keys of a user, newest first. */
  list(userId: string): Promise<ApiKey[]> {
    return this.keys.find({ where: { userId, expiresAt: MoreThan(new Date()) }, order: { id: 'DESC' } });
  }

  /** The unexpired key with that hash, and whose it is. */
  async findByHash(keyHash: Buffer): Promise<ApiKey | undefined> {
    const found = await this.keys.findOne({
      where: { keyHash, expiresAt: MoreThan(new Date()) },
      relations: { user: true },
    });
    return found ?? undefined;
  }

  async touch(id: string): Promise<void> {
    await this.keys.update(id, { lastUsedAt: new Date() });
  }

  /** @returns whether the user had such a key. */
  async delete(userId: string, id: string): Promise<boolean> {
    return (await this.keys.delete({ id, userId })).affected === 1;
  }

  /** @returns the ids of the keys that were deleted. */
  async deleteAll(userId: string): Promise<string[]> {
    const keys = await this.keys.find({ select: { id: true }, where: { userId } });
    await this.keys.delete({ userId });
    return keys.map(({ id }) => id);
  }
}
