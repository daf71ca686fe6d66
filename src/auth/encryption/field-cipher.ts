import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Names the key that follows from SECRET_KEY. */
const DERIVED_ID = 'derived';
/** `id.payload`; the id says which key to decrypt with. */
const SEALED = /^([\w-]{1,16})\.([\w-]+)$/;

/** What was sealed cannot be opened: altered, of another place, or its key is no longer configured. */
export class CannotOpenError extends Error {}

/**
 * Encrypts single fields (AES-256-GCM) before they reach a store or a cookie. The place is authenticated with the text, so
 * that a ciphertext copied into another row or column opens nowhere.
 */
@Injectable()
export class FieldCipher {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly currentId: string;

  constructor({ auth }: AppConfig) {
    const configured = (auth.encryptionKeys ?? []).map(({ id, key }) => ({ id, key: Buffer.from(key, 'base64url') }));
    // Last, and always: what was sealed before any key was configured must still open.
    const keys = [...configured, { id: DERIVED_ID, key: deriveKey(auth.secretKey) }];
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
    this.currentId = keys[0]?.id ?? DERIVED_ID;
  }

  /** @param place where the result is kept, e.g. `users.phone:<user id>`; `open` must name the same. */
  seal(text: string, place: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key(this.currentId), iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${this.currentId}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws CannotOpenError */
  open(sealed: string, place: string): string {
    const [, id = '', payload = ''] = SEALED.exec(sealed) ?? [];
    const bytes = Buffer.from(payload, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) throw new CannotOpenError('The sealed text is incomplete.');
    const decipher = createDecipheriv(ALGORITHM, this.key(id), bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (error) {
      throw new CannotOpenError('The sealed text was altered or belongs elsewhere.', { cause: error });
    }
  }

  /** Whether it was sealed with the key that seals today; if not, it should be sealed anew. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${this.currentId}.`);
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new CannotOpenError(`There is no encryption key "${id}": DATA_ENCRYPTION_KEYS must keep it.`);
    return key;
  }
}

function deriveKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tradeflow-field-encryption', 32));
}
