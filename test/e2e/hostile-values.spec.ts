import { randomUUID } from 'node:crypto';
import { registerAdmin } from '../support/admin.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { exampleOf, type Operation, OPERATIONS } from '../support/openapi-operations.js';

/** What somebody may call a date, a number, an id, a position or a text, and a store cannot take as such. */
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\\',
  '%',
  '٣',
  '1e309',
  '-0',
  '2147483648',
  '9223372036854775808',
  '99999999999999999999999',
  '2025-W01',
  '2025-001',
  '2025-02-30',
  '2025-02-30T00:00:00Z',
  '2025-01-01T00:00:60Z',
  '2025-01-01T24:00:00Z',
  '2025-01-01T00:00:00',
  '2025-01-01T00:00:00+99:99',
  '20250101',
  '0000-01-01',
  '0000-01-01T00:00:00Z',
  '0001-01-01',
  '0001-01-01T00:00:00+14:00',
  '1900-01-01',
  '9999-12-31',
  '9999-12-31T23:59:59-14:00',
  '+010000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  'infinity',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '999999999999999-999999999999999',
  '18446744073709551616-0',
  // Cursors that look like ours.
  ...['0', '999999999999999999', '9223372036854775808'].map((position) => cursorOf([position])),
  cursorOf(['1', '0001-01-01T00:00:00.000Z', '00000000-0000-0000-0000-000000000000']),
  cursorOf(['1', '9999-12-31T23:59:59.999Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff']),
];
const VALUES: readonly unknown[] = [
  ...TEXTS,
  '\ud800',
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e20,
  1e308,
  [],
  {},
  ['\0'],
  true,
];

const asked = OPERATIONS.filter(({ parameters, body }) => parameters.length > 0 || body !== undefined);

function cursorOf(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

describe('values of the right kind that no store can take', () => {
  const sut = new ApiClient();
  let admin: ApiClient;
  let adminId: string;
  beforeAll(async () => {
    admin = sut.as(await registerAdmin());
    adminId = (await admin.get('/auth/me')).json.id;
  });

  it('should find what they are sent to', () => {
    expect(asked.length).toBeGreaterThan(40);
  });

  /** The path of an operation, with one of its parameters hostile. */
  const urlOf = ({ path, parameters }: Operation, own: string, hostile: Readonly<Record<string, string>> = {}) => {
    const usual: Record<string, string> = { session_id: `hostile-${own}`, provider: 'google' };
    const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(hostile[name] ?? usual[name] ?? own),
    );
    const asked = parameters.filter(
      ({ in: place, name, required }) => place === 'query' && (required || name in hostile),
    );
    const query = Object.fromEntries(asked.map(({ name, schema }) => [name, hostile[name] ?? schema.example ?? 'x']));
    return `/${filled}?${new URLSearchParams(query).toString()}`;
  };

  /** Every request in which one value is hostile and all else is as the contract has it. */
  const requestsFor = (operation: Operation, own: string): { url: string; sent?: string }[] => [
    ...operation.parameters
      .filter(({ in: place }) => place !== 'header')
      .flatMap(({ name }) => TEXTS.map((text) => ({ url: urlOf(operation, own, { [name]: text }) }))),
    ...Object.keys(operation.body?.properties ?? {}).flatMap((name) =>
      VALUES.map((value) => ({
        url: urlOf(operation, own),
        sent: JSON.stringify({ ...(operation.body && exampleOf(operation.body)), [name]: value }),
      })),
    ),
  ];

  it.each(asked)('should be answered or refused, never a failure: $method $path', async (operation) => {
    const administrative = operation.path.startsWith('/api/v1/admin/');
    const user = administrative ? admin : sut.as(await registerUser());
    const own = administrative ? adminId : randomUUID();
    await user.post('/chat/sessions', { session_id: `hostile-${own}` });
    const failures: unknown[] = [];

    for (const { url, sent } of requestsFor(operation, own)) {
      const response = await fetch(user.url(url), {
        method: operation.method.toUpperCase(),
        redirect: 'manual',
        headers: { 'content-type': 'application/json', prefer: 'respond-async', ...user.authorization },
        ...(sent !== undefined && { body: sent }),
      });
      // A stream would not end on its own.
      await response.body?.cancel();
      if (response.status >= 500) failures.push({ status: response.status, url, sent });
    }

    expect(failures).toEqual([]);
  });
});
