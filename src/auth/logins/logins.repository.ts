import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan } from 'typeorm';
import { newId } from '../../common/ids.js';
import { type User } from '../accounts/user.entity.js';
import { type Device } from './device.js';
import { Login, type RevocationReason } from './login.entity.js';
import { RefreshToken } from './refresh-token.entity.js';
import { judgeRotation } from './rotation.js';

/** What came of showing a refresh token. `loginId` of a refused one is null when the token was never ours. */
export type Rotation = { ok: true; loginId: string; user: User } | { ok: false; loginId: string | null };

/** Keeps logins and their families of refresh tokens. */
@Injectable()
export class LoginsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Begins a login with its first refresh token, and clears away the user's expired ones.
   * @returns the login's id.
   */
  async open(login: { userId: string; device: Device; expiresAt: Date; tokenHash: Buffer }): Promise<string> {
    const now = new Date();
    const id = newId();
    await this.dataSource.transaction(async (manager) => {
      await manager.delete(Login, { userId: login.userId, expiresAt: LessThan(now) });
      await manager.insert(Login, {
        id,
        userId: login.userId,
        ...login.device,
        generation: 1,
        lastUsedAt: now,
        expiresAt: login.expiresAt,
      });
      await addToken(manager, id, 1, login.tokenHash);
    });
    return id;
  }

  /**
   * Puts a new refresh token in the place of the one shown, or ends the whole family when that one was used up before.
   * The login's row is locked meanwhile, so refreshes of one family happen one after the other, each seeing what the one
   * before it left: of two at the same time the first rotates and the second falls under the grace.
   */
  async rotate(shown: Buffer, next: Buffer): Promise<Rotation> {
    return this.dataSource.transaction(async (manager) => {
      const token = await manager
        .createQueryBuilder(RefreshToken, 'token')
        .innerJoinAndSelect('token.login', 'login')
        .innerJoinAndSelect('login.user', 'user')
        .where('token.tokenHash = :shown', { shown })
        .setLock('pessimistic_write', undefined, ['login'])
        .getOne();
      if (!token) return { ok: false, loginId: null };

      const { login } = token;
      const now = new Date();
      switch (judgeRotation(token.generation, login, now)) {
        case 'over':
          return { ok: false, loginId: login.id };
        case 'replay':
          await endLogin(manager, login.id, 'refresh_token_replayed');
          return { ok: false, loginId: login.id };
        case 'rotate':
          await manager.update(Login, login.id, { generation: login.generation + 1, rotatedAt: now, lastUsedAt: now });
          await addToken(manager, login.id, login.generation + 1, next);
          return { ok: true, loginId: login.id, user: login.user };
        case 'repeat':
          await addToken(manager, login.id, login.generation, next);
          return { ok: true, loginId: login.id, user: login.user };
      }
    });
  }

  /** Ends a login and thereby all its refresh tokens. Safe to repeat: the first reason stays. */
  async end(loginId: string, reason: RevocationReason): Promise<void> {
    await endLogin(this.dataSource.manager, loginId, reason);
  }
}

async function addToken(manager: EntityManager, loginId: string, generation: number, tokenHash: Buffer): Promise<void> {
  await manager.insert(RefreshToken, { id: newId(), loginId, generation, tokenHash });
}

async function endLogin(manager: EntityManager, loginId: string, reason: RevocationReason): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(Login)
    .set({ revokedAt: () => 'now()', revokedReason: reason })
    .where('id = :loginId AND revoked_at IS NULL', { loginId })
    .execute();
}
