import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What must never stand in a log: our tokens, what they are signed with, stored forms of passwords, and the tests' own secrets. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'an access token': /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/,
  'a token, ticket, code or key of ours': /\btf[a-z]{0,2}_[\w-]{40,}/,
  'a token of a provider': /\bya29\.[\w-]{16,}/,
  'a stored password': /\$argon2id\$/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a configured secret': /-of-the-system-tests/,
  'a password of a user': /Correct-horse-[0-9a-f]{8}|correct-horse-7|wrong-horse-7|quiet-harbour-41|calm-lighthouse-52/,
  'a header with a credential': /"(authorization|cookie|set-cookie)":"(?!\[redacted\])/i,
  'a password in a URL': /\w+:\/\/[^:@\s/"]*:(?!\[redacted\])[^@\s/"]+@/,
};

/** Where secrets stand in the logs of a directory, as `file:line: what`; empty when all is well. */
export function findSecretsInLogs(directory: string, more: Readonly<Record<string, RegExp>> = {}): string[] {
  const kinds = Object.entries({ ...SECRETS, ...more });
  return readdirSync(directory)
    .filter((file) => file.endsWith('.log'))
    .flatMap((file) =>
      readFileSync(path.join(directory, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          kinds.filter(([, secret]) => secret.test(line)).map(([kind]) => `${file}:${index + 1}: ${kind}`),
        ),
    );
}
