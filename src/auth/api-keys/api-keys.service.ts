import { Injectable } from '@nestjs/common';
import { DAY } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { RevokedCredentials } from '../access/revoked-credentials.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { ApiKeyDto, type CreateApiKeyDto, NewApiKeyDto } from '../dto/api-key.dto.js';
import { hashOpaqueToken, newOpaqueToken } from '../tokens/opaque-token.js';
import { API_KEY_PREFIX } from './api-key-authenticator.js';
import { ApiKeysRepository, type NewApiKey } from './api-keys.repository.js';

const KEYS_PER_USER = 20;
const DEFAULT_LIFE_DAYS = 90;
/** `tf_` and five characters: enough to recognise a key, far too little to guess it. */
const SHOWN_CHARACTERS = 8;

/** A user's API keys. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly revoked: RevokedCredentials,
    private readonly audit: AuditLog,
  ) {}

  async list(user: Principal): Promise<ApiKeyDto[]> {
    return (await this.keys.list(user.userId)).map((key) => ApiKeyDto.of(key));
  }

  /**
   * Makes a key. The answer is the only place it is ever shown.
   * @throws AppError API_KEY_LIMIT
   */
  async create(wanted: CreateApiKeyDto, user: Principal, origin: RequestOrigin): Promise<NewApiKeyDto> {
    const secret = newOpaqueToken(API_KEY_PREFIX);
    const wish: NewApiKey = {
      userId: user.userId,
      name: wanted.name,
      prefix: secret.slice(0, SHOWN_CHARACTERS),
      keyHash: hashOpaqueToken(secret),
      scopes: [...new Set(wanted.scopes)],
      expiresAt: new Date(Date.now() + (wanted.expires_in_days ?? DEFAULT_LIFE_DAYS) * DAY),
    };
    const key = await this.keys.create(wish, KEYS_PER_USER);
    if (key === undefined) throw new AppError(AuthErrors.API_KEY_LIMIT, { params: { limit: KEYS_PER_USER } });
    await this.audit.record({
      action: 'api_key.created',
      userId: user.userId,
      origin,
      details: { api_key_id: key.id, scopes: key.scopes },
    });
    return { ...ApiKeyDto.of(key), key: secret };
  }

  /** @throws AppError API_KEY_NOT_FOUND, also for somebody else's key */
  async delete(id: string, user: Principal, origin: RequestOrigin): Promise<void> {
    if (!(await this.keys.delete(user.userId, id))) throw new AppError(AuthErrors.API_KEY_NOT_FOUND);
    await this.revoked.add(id);
    await this.audit.record({
      action: 'api_key.deleted',
      userId: user.userId,
      origin,
      details: { api_key_id: id },
    });
  }
}
