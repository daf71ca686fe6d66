import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';

/**
 * The key that signs access tokens, and its `kid`. The kid follows from the secret alone, so that all processes agree on
 * it without talking to each other, and a token signed before the secret was changed is known as foreign at a glance.
 */
@Injectable()
export class SigningKey {
  readonly secret: string;
  readonly id: string;

  constructor(config: AppConfig) {
    this.secret = config.auth.jwtSecret;
    this.id = createHash('sha256').update(`tradeflow-kid:${this.secret}`).digest('base64url').slice(0, 12);
  }

  /** The secret to check this token with, or undefined when it names a key that is not ours. */
  secretFor(token: string): string | undefined {
    return keyIdOf(token) === this.id ? this.secret : undefined;
  }
}

/** The `kid` in a token's header; undefined for anything that is no token, as this reads what anybody may send. */
function keyIdOf(token: string): unknown {
  const [header = ''] = token.split('.', 1);
  try {
    return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: unknown } | null)?.kid;
  } catch {
    return undefined;
  }
}
