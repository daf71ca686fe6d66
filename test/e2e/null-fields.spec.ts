import { randomUUID } from 'node:crypto';
import { ApiClient, registerUser } from '../support/api-client.js';
import { exampleOf, OPERATIONS } from '../support/openapi-operations.js';

/** Every field of every JSON body there is. */
const fields = OPERATIONS.flatMap(({ method, path, body }) =>
  body === undefined ? [] : Object.keys(body.properties).map((field) => ({ method, path, field, schema: body })),
);

describe('null in the body of a request', () => {
  const sut = new ApiClient();
  const session = `nulls-${randomUUID()}`;

  /** What the contract says is a request, with one field null. */
  const send = async (user: ApiClient, { method, path, field, schema }: (typeof fields)[number]) => {
    const body = { ...exampleOf(schema), [field]: null };
    return user.request(path.replace('/api/v1', '').replace('{session_id}', session).replace('{id}', randomUUID()), {
      method: method.toUpperCase(),
      body,
      headers: { prefer: 'respond-async' },
    });
  };

  it('should find what it asks for', () => {
    expect(fields.length).toBeGreaterThan(40);
  });

  it.each(fields)('should be answered or refused, never a failure: $method $path, $field', async (given) => {
    const user = sut.as(await registerUser());
    await user.post('/chat/sessions', { session_id: session });

    const { status, json } = await send(user, given);

    expect({ status, json }).toMatchObject({ status: expect.any(Number) });
    expect(status).toBeLessThan(500);
    // What the contract says may be null is not refused for it.
    if (given.schema.properties[given.field]?.nullable) expect(json?.code).not.toBe('VALIDATION_FAILED');
  });

  it('should count as left out when a question is asked', async () => {
    const user = sut.as(await registerUser());

    const answer = await user.ask('你好', {
      session_id: null,
      language: null,
      files: null,
      on_busy: null,
      cache: null,
    });

    expect(answer).toMatchObject({ status: 200, json: { session_id: expect.any(String) } });
  });

  it.each(['title', 'pinned', 'archived', 'version'])(
    'should be refused as the %s of a conversation',
    async (field) => {
      const user = sut.as(await registerUser());
      await user.post('/chat/sessions', { session_id: session, title: 'before' });

      const refused = await user.request(`/chat/sessions/${session}`, { method: 'PATCH', body: { [field]: null } });

      expect(refused).toMatchObject({
        status: 422,
        json: { code: 'VALIDATION_FAILED', errors: expect.arrayContaining([expect.objectContaining({ path: field })]) },
      });
      expect((await user.get(`/chat/sessions/${session}`)).json).toMatchObject({ title: 'before', version: 1 });
    },
  );
});
