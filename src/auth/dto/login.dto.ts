import { timestamp } from '../../common/clock.js';
import { deviceName } from '../logins/device-name.js';
import { type Login } from '../logins/login.entity.js';

/** One login on one device. */
export class LoginDto {
  /**
   * The login's id.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  id!: string;

  /**
   * Browser and system, or the name of the program; null when it told none.
   * @example 'Chrome on Windows'
   */
  device!: string | null;

  /**
   * What the program said of itself, in full.
   * @example 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0'
   */
  user_agent!: string | null;

  /**
   * The address it was last used from.
   * @example '203.0.113.9'
   */
  ip_address!: string | null;

  /**
   * When it began, RFC 3339 UTC.
   * @example '2025-11-22T08:30:00.000Z'
   */
  created_at!: string;

  /**
   * When it last got new tokens, RFC 3339 UTC.
   * @example '2025-11-22T12:10:00.000Z'
   */
  last_used_at!: string;

  /**
   * When it ends by itself, RFC 3339 UTC.
   * @example '2025-12-22T08:30:00.000Z'
   */
  expires_at!: string;

  /**
   * Whether it is the login of this request.
   * @example true
   */
  current!: boolean;

  static of(login: Login, currentId: string): LoginDto {
    return {
      id: login.id,
      device: deviceName(login.userAgent),
      user_agent: login.userAgent,
      ip_address: login.ipAddress,
      created_at: timestamp(login.createdAt),
      last_used_at: timestamp(login.lastUsedAt),
      expires_at: timestamp(login.expiresAt),
      current: login.id === currentId,
    };
  }
}
