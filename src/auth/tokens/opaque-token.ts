import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: nobody guesses one, so a plain hash is enough to store it (no salt, no slow hash). */
const RANDOM_BYTES = 32;

/** A random secret that means nothing by itself. The prefix tells people and secret scanners what they have found. */
export function newOpaqueToken(prefix: string): string {
  return prefix + randomBytes(RANDOM_BYTES).toString('base64url');
}

/** What is stored instead of the token: SHA-256, 32 bytes. Whoever reads the database cannot use it. */
export function hashOpaqueToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
