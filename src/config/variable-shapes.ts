import { z } from 'zod';

/** What docs/configuration.md and .env.example are generated from, beside the shape itself. */
export type VariableDoc = {
  readonly group: string;
  readonly text: string;
  /** Never printed, and masked in logs. */
  readonly secret?: boolean;
};

export const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], { error: 'must be true or false' })
  .transform((value) => ['true', '1', 'yes', 'on'].includes(value));
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
export const url = (protocols: readonly string[]) =>
  z.string().refine((value) => protocols.includes(URL.canParse(value) ? new URL(value).protocol : ''), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** `30/60`: 30 requests in any 60 seconds; `off`: as many as one likes. */
export const quota = (fallback: `${number}/${number}`, text: string) =>
  z
    .string()
    .regex(/^(off|[1-9]\d{0,6}\/[1-9]\d{0,5})$/, 'must be requests/seconds, such as 30/60, or off')
    .default(fallback)
    .meta(doc('Limits', text));

/** `id:key` pairs, the key 32 bytes in base64. The first encrypts, all decrypt. */
export const encryptionKeys = list.pipe(
  z.array(
    z
      .string()
      .regex(/^[\w-]{1,16}:[A-Za-z0-9+/_-]{43}=?$/, 'must be id:key pairs, each key 32 bytes in base64')
      .transform((pair) => {
        const [id = '', key = ''] = pair.split(':');
        return { id, key };
      }),
  ),
);

/** PEM, as it is, with `\\n` for line ends, or all of it in base64: not every place that holds variables holds lines. */
export const pem = z
  .string()
  .transform((value) =>
    (value.includes('-----BEGIN') ? value : Buffer.from(value, 'base64').toString()).replaceAll('\\n', '\n'),
  );

/** `minio:9000` means http, as MinIO's own tools have it. */
export const origin = z
  .string()
  .transform((value) => (value.includes('://') ? value : `http://${value}`))
  .pipe(url(['http:', 'https:']))
  .refine(
    (value) => ['/', ''].includes(new URL(value).pathname),
    'must have no path: the bucket has a variable of its own',
  );

/** SQLAlchemy names its driver in the scheme (`postgresql+asyncpg://`); node-postgres does not know that form. */
export const postgresUrl = z
  .string()
  .transform((value) => value.replace(/^postgres(ql)?(\+\w+)?:\/\//, 'postgresql://'))
  .pipe(url(['postgresql:']));

/** What the manual says of a variable. */
export const doc = (group: string, text: string, secret = false): VariableDoc => ({
  group,
  text,
  ...(secret && { secret }),
});
