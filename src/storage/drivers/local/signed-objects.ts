import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { SECOND } from '../../../common/clock.js';

/** Where this server answers for the objects that its own signatures open; see `files/signed-objects.controller`. */
export const SIGNED_OBJECTS_PATH = '/api/v1/files/objects';

const download = z.object({ op: z.literal('get'), key: z.string(), type: z.string(), disposition: z.string() });
const upload = z.object({ op: z.literal('put'), key: z.string(), size: z.number() });
const permit = z.discriminatedUnion('op', [download, upload]);
const expiring = z.object({ expires: z.number() });

/** What the holder of a signed URL may do with one object. */
export type ObjectPermit = z.output<typeof permit>;

/** Signs and checks what a URL permits, with a key that is derived from SECRET_KEY for this purpose alone. */
export class SignedObjects {
  private readonly key: Buffer;

  constructor(secretKey: string) {
    this.key = Buffer.from(hkdfSync('sha256', secretKey, '', 'tradeflow/signed-objects', 32));
  }

  /** The path of a URL. @param expiresIn seconds */
  sign(allowed: ObjectPermit, expiresIn: number): string {
    const claims = { ...allowed, expires: Date.now() + expiresIn * SECOND };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${SIGNED_OBJECTS_PATH}/${payload}.${this.mac(payload).toString('base64url')}`;
  }

  /** What the last part of such a path permits; undefined when it is not ours, was changed, or has expired. */
  verify(token: string): ObjectPermit | undefined {
    const [payload = '', mac = ''] = token.split('.');
    const given = Buffer.from(mac, 'base64url');
    const right = this.mac(payload);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return expiring.parse(claims).expires > Date.now() ? permit.parse(claims) : undefined;
  }

  private mac(payload: string): Buffer {
    return createHmac('sha256', this.key).update(payload).digest();
  }
}
