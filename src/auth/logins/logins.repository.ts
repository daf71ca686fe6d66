import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, LessThan, MoreThan } from 'typeorm';
import { newId } from '../../common/ids.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { User } from '../accounts/user.entity.js';
import { Login, type RevocationReason } from './login.entity.js';
import { RefreshToken } from './refresh-token.entity.js';
import { judgeRotation } from './rotation.js';

/** A login that is about to begin. */
export interface NewLogin {
  /** As they were when they were recognised. */
  readonly user: Pick<User, 'id' | 'role' | 'passwordHash'>;
  /** Whether it was by the password. */
  readonly byPassword: boolean;
  readonly origin: RequestOrigin;
  readonly expiresAt: Date;
  readonly tokenHash: Buffer;
}

/** What came of showing a refresh token. */
export type Rotation =
  | { readonly ok: true; readonly loginId: string; readonly user: User }
  /** `login` is undefined when the token was never ours; `replayed` when this ended it. */
  | {
      readonly ok: false;
      readonly login?: { readonly id: string; readonly userId: string };
      readonly replayed: boolean;
    };

/** Keeps logins and their families of refresh tokens. */
@Injectable()
export class LoginsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Begins a login with its first refresh token, and clears away the user's expired ones. The account's row is held
   * meanwhile: whoever shuts the account or changes its role or password, and then ends all logins, does so before this login
   * (which is then refused) or after it (and then ends it, too).
   * @returns the login's id; undefined when the account is no longer active, or has another role or password by now.
   */
  async open(login: NewLogin): Promise<string | undefined> {
    const now = new Date();
    const id = newId();
    return this.dataSource.transaction(async (manager) => {
      const { id: userId, role, passwordHash } = login.user;
      const present = await manager.findOne(User, {
        where: { id: userId, status: 'active', role },
        lock: { mode: 'pessimistic_read' },
      });
      if (!present || (login.byPassword && present.passwordHash !== passwordHash)) return undefined;
      await manager.delete(Login, { userId, expiresAt: LessThan(now) });
      await manager.insert(Login, {
        id,
        userId,
        ...placeOf(login.origin),
        generation: 1,
        lastUsedAt: now,
        expiresAt: login.expiresAt,
      });
      await addToken(manager, id, 1, login.tokenHash);
      return id;
    });
  }

  /**
   * Puts a new refresh token in the place of the one shown, or ends the whole family when that one was used up before.
   * The login's row is locked meanwhile, so refreshes of one family happen one after the other, each seeing what the one
   * before it left: of two at the same time the first rotates and the second falls under the grace.
   */
  async rotate(shown: Buffer, next: Buffer, origin: RequestOrigin): Promise<Rotation> {
    return this.dataSource.transaction(async (manager) => {
      const token = await manager
        .createQueryBuilder(RefreshToken, 'token')
        .innerJoinAndSelect('token.login', 'login')
        .innerJoinAndSelect('login.user', 'user')
        .where('token.tokenHash = :shown', { shown })
        .setLock('pessimistic_write', undefined, ['login'])
        .getOne();
      if (!token) return { ok: false, replayed: false };

      const { login } = token;
      const now = new Date();
      const used = { ...placeOf(origin), lastUsedAt: now };
      if (login.user.status !== 'active') return { ok: false, login, replayed: false };
      switch (judgeRotation(token.generation, login, now)) {
        case 'over':
          return { ok: false, login, replayed: false };
        case 'replay':
          await endLogin(manager, login.id, 'refresh_token_replayed');
          return { ok: false, login, replayed: true };
        case 'rotate':
          await manager.update(Login, login.id, { ...used, generation: login.generation + 1, rotatedAt: now });
          await addToken(manager, login.id, login.generation + 1, next);
          return { ok: true, loginId: login.id, user: login.user };
        case 'repeat':
          await manager.update(Login, login.id, used);
          await addToken(manager, login.id, login.generation, next);
          return { ok: true, loginId: login.id, user: login.user };
      }
    });
  }

  /** The logins of a user that are not over, the most recently used first. */
  list(userId: string): Promise<Login[]> {
    return this.dataSource.getRepository(Login).find({ where: { ...living(), userId }, order: { lastUsedAt: 'DESC' } });
  }

  /** Whether the user has such a login that is not over. */
  has(userId: string, id: string): Promise<boolean> {
    return this.dataSource.getRepository(Login).existsBy({ ...living(), id, userId });
  }

  /**
   * Ends all logins of a user, but for one where that is given.
   * @returns the ids of those that were ended.
   */
  async endAll(userId: string, reason: RevocationReason, exceptId?: string): Promise<string[]> {
    const logins = (await this.list(userId)).filter(({ id }) => id !== exceptId);
    for (const { id } of logins) await this.end(id, reason);
    return logins.map(({ id }) => id);
  }

  /** Logins that are over for so long that no replay of theirs need be recognised. */
  async forgetEndedBefore(date: Date): Promise<void> {
    await this.dataSource.manager.delete(Login, { expiresAt: LessThan(date) });
  }

  /** Ends a login and thereby all its refresh tokens. Safe to repeat: the first reason stays. */
  async end(loginId: string, reason: RevocationReason): Promise<void> {
    await endLogin(this.dataSource.manager, loginId, reason);
  }
}

const living = () => ({ revokedAt: IsNull(), expiresAt: MoreThan(new Date()) });

const placeOf = ({ userAgent, ipAddress }: RequestOrigin) => ({ userAgent, ipAddress });

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
