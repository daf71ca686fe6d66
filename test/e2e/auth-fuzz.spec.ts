import { Agent, fetch, type RequestInit } from 'undici';
import fc from 'fast-check';
import { ApiClient, registerUser } from '../support/api-client.js';

/** Connections that stay open, so that ten thousand requests take seconds. */
const dispatcher = new Agent({ connections: 16, pipelining: 1 });
const BATCH = 50;
const sut = new ApiClient();

/** Sends many at once. @returns the statuses that are none of a refusal. */
async function failures(requests: readonly { path: string; init: RequestInit }[]): Promise<string[]> {
  const answers = await Promise.all(
    requests.map(async ({ path, init }) => {
      const response = await fetch(sut.url(path), { ...init, dispatcher });
      await response.arrayBuffer();
      return `${response.status} ${path}`;
    }),
  );
  return answers.filter((answer) => !/^4\d\d /.test(answer));
}

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    "' OR 1=1 --",
    '../../etc/passwd',
    '{"$gt":""}',
    '${7*7}',
    '\u202e',
    'é'.repeat(99),
  ),
);
/** What is no value a field could take, of every kind JSON has. */
const value = fc.oneof(
  { depthSize: 'small' },
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, -1, 1e308, true, [], {}, [['']], { __proto__: null, constructor: 1 }),
);

describe('ten thousand malformed requests (ASVS 2.2.1, 16.5.1)', () => {
  afterAll(() => dispatcher.close());

  it('should answer 5,000 bodies to the open routes with a refusal, never with a failure', async () => {
    const route = fc.constantFrom(
      ['/auth/register', 'email', 'password', 'full_name'],
      ['/auth/login', 'email', 'password'],
      ['/auth/refresh', 'refresh_token'],
      ['/auth/password/forgot', 'email'],
      ['/auth/password/reset', 'token', 'password'],
      ['/auth/email/verify', 'token'],
      ['/auth/email/verification', 'email'],
      ['/auth/oauth/exchange', 'code', 'code_verifier'],
    );
    const request = fc
      .tuple(route, fc.array(value, { minLength: 3, maxLength: 3 }), fc.nat(9), text)
      .map(([[path = '', ...fields], values, kind, raw]) => {
        const body = Object.fromEntries(fields.map((field, index) => [field, values[index]]));
        // One in ten is no JSON at all, or JSON of another shape.
        const sent = kind === 0 ? raw : kind === 1 ? JSON.stringify(values) : JSON.stringify(body);
        return { path, init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: sent } };
      });

    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: BATCH, maxLength: BATCH }), async (requests) => {
        expect(await failures(requests)).toEqual([]);
      }),
      { numRuns: 5_000 / BATCH, endOnFailure: true },
    );
  });

  it('should answer 5,000 malformed tokens with 401', async () => {
    const user = await registerUser();
    const [head = '', payload = '', signature = ''] = user.accessToken.split('.');
    const part = fc.oneof(
      fc.base64String({ maxLength: 60 }),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc.constantFrom(head, payload, signature, ''),
    );
    const token = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
      fc.tuple(part, part, part).map((parts) => parts.join('.')),
      fc
        .tuple(fc.constantFrom('tf_', 'tfr_', 'tfst_', 'tfo_', 'tfv_'), fc.base64String())
        .map((parts) => parts.join('')),
      fc
        .tuple(fc.nat(user.accessToken.length - 1), fc.constantFrom('!', '.', ' ', '%00'))
        .map(([at, piece]) => user.accessToken.slice(0, at) + piece + user.accessToken.slice(at)),
    );
    const request = fc
      .tuple(
        token.filter((candidate) => candidate.trim() !== user.accessToken),
        fc.constantFrom('/auth/me', '/agent/runs'),
      )
      .map(([candidate, path]) => ({ path, init: { headers: { authorization: `Bearer ${candidate}` } } }));

    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: BATCH, maxLength: BATCH }), async (requests) => {
        const answers = await failures(requests);
        expect(answers).toEqual([]);
      }),
      { numRuns: 5_000 / BATCH, endOnFailure: true },
    );
  });
});
