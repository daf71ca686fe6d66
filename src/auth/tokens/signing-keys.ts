import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig, ConfigError } from '../../config/index.js';

export type SigningAlgorithm = 'HS256' | 'ES256' | 'RS256';

/** A key that tokens are verified with. `kid` follows from the key alone, so all processes agree on it by themselves. */
export interface VerificationKey {
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly key: KeyObject;
}

/** The public part of a key, as `/.well-known/jwks.json` shows it (RFC 7517). */
export interface PublicJwk extends JsonWebKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly use: 'sig';
}

/**
 * The keys of access tokens. One signs: the private key where there is one, else the secret. All verify, also those that
 * came before, so that a change of key logs nobody out.
 */
@Injectable()
export class SigningKeys {
  /** The id, algorithm and key that new tokens are signed with. */
  readonly current: VerificationKey;
  private readonly keys: ReadonlyMap<string, VerificationKey>;

  constructor({ auth }: AppConfig) {
    const signing = auth.jwtPrivateKey === undefined ? undefined : privateKey(auth.jwtPrivateKey);
    const secrets = [auth.jwtSecret, ...auth.previousJwtSecrets].map(secretKey);
    this.current = signing ?? (secrets[0] as VerificationKey);
    const verifying = [
      ...(signing ? [publicKey(createPublicKey(signing.key))] : []),
      ...previousPublicKeys(auth.previousJwtPublicKeys),
      ...secrets,
    ];
    this.keys = new Map(verifying.map((key) => [key.id, key]));
  }

  /**
   * The key to check this token with, or undefined when it names a key that is not ours or another algorithm than the
   * key's own: its author must not choose how it is checked.
   */
  keyFor(token: string): KeyObject | undefined {
    const { kid, alg } = headerOf(token);
    const found = typeof kid === 'string' ? this.keys.get(kid) : undefined;
    return found?.algorithm === alg ? found?.key : undefined;
  }

  /** The public keys, for services that verify our tokens by themselves. Secrets are not among them. */
  publicKeys(): PublicJwk[] {
    return [...this.keys.values()]
      .filter(({ key }) => key.type === 'public')
      .map(({ id, algorithm, key }) => ({ ...key.export({ format: 'jwk' }), kid: id, alg: algorithm, use: 'sig' }));
  }
}

function secretKey(secret: string): VerificationKey {
  return { id: keyId(`tradeflow-kid:${secret}`), algorithm: 'HS256', key: createSecretKey(Buffer.from(secret)) };
}

function privateKey(pem: string): VerificationKey {
  const key = readKey('JWT_PRIVATE_KEY', () => createPrivateKey(pem));
  return { ...publicKey(createPublicKey(key)), key };
}

function previousPublicKeys(pems = ''): VerificationKey[] {
  const blocks = pems.match(/-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g) ?? [];
  return blocks.map((pem) => publicKey(readKey('JWT_PREVIOUS_PUBLIC_KEYS', () => createPublicKey(pem))));
}

function publicKey(key: KeyObject): VerificationKey {
  const der = key.export({ type: 'spki', format: 'der' });
  return { id: keyId(der), algorithm: algorithmOf(key), key };
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): SigningAlgorithm {
  if (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return 'RS256';
  throw new ConfigError(['JWT_PRIVATE_KEY: must be an EC key on P-256, or RSA with at least 2048 bits']);
}

/** @throws ConfigError instead of what OpenSSL says of the key, which nobody understands */
function readKey(variable: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    throw new ConfigError([`${variable}: must hold keys in PEM`]);
  }
}

function keyId(material: string | Buffer): string {
  return createHash('sha256').update(material).digest('base64url').slice(0, 12);
}

/** A token's header; empty for anything that is no token, as this reads what anybody may send. */
function headerOf(token: string): { kid?: unknown; alg?: unknown } {
  const [header = ''] = token.split('.', 1);
  try {
    return (JSON.parse(Buffer.from(header, 'base64url').toString()) as object | null) ?? {};
  } catch {
    return {};
  }
}
