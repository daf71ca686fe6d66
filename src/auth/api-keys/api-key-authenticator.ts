import { Injectable } from '@nestjs/common';
import { MINUTE } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { permissionsOf } from '../access/permissions.js';
import { type Principal } from '../access/principal.js';
import { AuthErrors } from '../auth.errors.js';
import { hashOpaqueToken } from '../tokens/opaque-token.js';
import { ApiKeysRepository } from './api-keys.repository.js';

export const API_KEY_PREFIX = 'tf_';

/** Whether a token has the form of an API key. */
export function isApiKey(token: string): boolean {
  return token.startsWith(API_KEY_PREFIX);
}

/** Finds out who sends an API key. One look-up a request, so a deleted key and a suspended owner are out at once. */
@Injectable()
export class ApiKeyAuthenticator {
  constructor(private readonly keys: ApiKeysRepository) {}

  /** @throws AppError TOKEN_INVALID */
  async authenticate(token: string): Promise<Principal> {
    const key = await this.keys.findByHash(hashOpaqueToken(token));
    if (key?.user.status !== 'active') throw new AppError(AuthErrors.TOKEN_INVALID);
    if (Date.now() - (key.lastUsedAt?.getTime() ?? 0) > MINUTE) await this.keys.touch(key.id);
    const allowed = permissionsOf(key.user.role);
    return {
      userId: key.userId,
      role: key.user.role,
      permissions: new Set(key.scopes.filter((scope) => allowed.has(scope))),
      credential: { kind: 'api_key', id: key.id },
      tokenExpiresAt: key.expiresAt,
    };
  }
}
