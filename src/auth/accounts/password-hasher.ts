import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Algorithm, hash, verify } from '@node-rs/argon2';

/**
 * The first of the equivalent settings of OWASP's Password Storage Cheat Sheet for argon2id with the memory a web server
 * can spare a login: 19 MiB, 2 passes, 1 lane. About 60 ms on a server core. Salt (16 random bytes) and parameters are
 * part of the hash, so they may be raised later without touching what is stored.
 */
const ARGON2ID = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Turns passwords into what may be stored, and checks them. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private decoy = '';

  /** Nobody knows the password of the decoy; checking it takes as long as checking a real one. */
  async onModuleInit(): Promise<void> {
    this.decoy = await this.hash(randomBytes(32).toString('base64'));
  }

  hash(password: string): Promise<string> {
    return hash(canonical(password), ARGON2ID);
  }

  /** Takes the same time whether or not there is an account, or a password, to compare with. */
  async verify(stored: string | null | undefined, password: string): Promise<boolean> {
    const matches = await verify(stored ?? this.decoy, canonical(password));
    return matches && typeof stored === 'string';
  }
}

/** The same password typed on another keyboard or system may arrive in another Unicode form (NIST SP 800-63B §3.1.1.2). */
function canonical(password: string): string {
  return password.normalize('NFKC');
}
