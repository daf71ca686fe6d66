import { ApiClient, type ApiResponse, registerUser } from '../support/api-client.js';

const MEMBERS = new Set('type title status detail instance code request_id retryable errors retry_after'.split(' '));

/** The whole shape of an error, and nothing beside it. */
function expectProblem(response: ApiResponse, status: number, code: string): void {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.status).toBe(status);
  expect(response.json).toMatchObject({
    type: `/errors/${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.stringMatching(/^\/[^?]*$/),
    code,
    request_id: response.headers.get('x-request-id'),
    retryable: false,
  });
  expect(Object.keys(response.json).filter((member) => !MEMBERS.has(member))).toEqual([]);
}

describe('bad input over HTTP', () => {
  const anybody = new ApiClient();
  let user: ApiClient;

  beforeAll(async () => {
    user = anybody.as(await registerUser(anybody));
  });

  it.each([
    ['that is no JSON', '{"email": "a@b.c", ', 'application/json', 400, 'MALFORMED_BODY'],
    ['that is JSON but no object', '"hello"', 'application/json', 400, 'MALFORMED_BODY'],
    ['that is an array', '[]', 'application/json', 422, 'VALIDATION_FAILED'],
    ['that is a form', 'email=a&password=b', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['in another charset', '{}', 'application/json; charset=gb18030', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of more than a megabyte', `{"email":"${'a'.repeat(1_100_000)}"}`, 'application/json', 413, 'PAYLOAD_TOO_LARGE'],
  ])('should refuse a body %s', async (_what, body, type, status, code) => {
    const response = await anybody.post('/auth/login', body, { headers: { 'content-type': type } });

    expectProblem(response, status, code);
  });

  it('should name unknown fields', async () => {
    const response = await user.post('/agent/query', { message: '你好', temperature: 2, admin: true });

    expectProblem(response, 422, 'VALIDATION_FAILED');
    expect(response.json.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['admin', 'temperature']);
  });

  it.each([
    ['an absent message', {}, 'message'],
    ['an empty message', { message: '' }, 'message'],
    ['a message of 100,000 characters', { message: '问'.repeat(100_000) }, 'message'],
    ['a message that is a number', { message: 7 }, 'message'],
    ['a message with a NUL character', { message: 'a\0b' }, 'message'],
    ['a session_id that is a path', { message: 'hi', session_id: '../../etc/passwd' }, 'session_id'],
    ['a session_id without end', { message: 'hi', session_id: 'a'.repeat(5_000) }, 'session_id'],
    ['a language nobody speaks', { message: 'hi', language: 'xx' }, 'language'],
  ])('should refuse %s and accept nothing', async (_what, body, path) => {
    const response = await user.post('/agent/query', body);

    expectProblem(response, 422, 'VALIDATION_FAILED');
    expect(response.json.errors).toContainEqual({ path, message: expect.any(String) });
    expect((await user.get('/agent/runs')).json.items).toEqual([]);
  });

  it('should refuse more time than the server gives, and name what it gives', async () => {
    const [en, zh] = await Promise.all(
      ['en', 'zh'].map((language) =>
        user.post(
          '/agent/query',
          { message: '你好', timeout_seconds: 301 },
          { headers: { 'accept-language': language } },
        ),
      ),
    );

    for (const response of [en, zh]) expectProblem(response as ApiResponse, 422, 'VALIDATION_FAILED');
    expect(en?.json.errors).toEqual([
      { path: 'timeout_seconds', message: 'timeout_seconds must not be greater than 300' },
    ]);
    expect(zh?.json.errors).toEqual([{ path: 'timeout_seconds', message: 'timeout_seconds 不能大于 300' }]);
    expect((await user.get('/agent/runs')).json.items).toEqual([]);
  });

  it('should say what is wrong with a field in the language of Accept-Language', async () => {
    const response = await user.post(
      '/agent/query',
      { message: 7, session_id: '../..', files: ['x'], temperature: 2 },
      { headers: { 'accept-language': 'zh' } },
    );

    expect(response.json.errors.map(({ message }: { message: string }) => message)).toEqual([
      '不支持 temperature 字段',
      'message 长度必须为 1 至 8000 个字符',
      'message 必须是字符串',
      'session_id 必须为 1 至 128 个字母、数字或 . _ : @ -，且以字母或数字开头',
      'files 中的每一项必须是 UUID',
    ]);
  });

  it('should refuse bad input in the same words when a stream was asked for', async () => {
    const response = await user.post('/agent/query', { message: '', stream: true });

    expectProblem(response, 422, 'VALIDATION_FAILED');
  });

  it.each([
    ['an unknown route', 'GET', '/no/such/route'],
    ['an unknown route outside of the API', 'GET', '//admin.php'],
    ['a method the route does not have', 'DELETE', '/agent/query'],
    ['a path that cannot be decoded', 'GET', '/agent/runs/%E0%A4%A'],
  ])('should answer %s with 404', async (_what, method, path) => {
    const response = await user.request(path, { method });

    expectProblem(response, 404, 'ROUTE_NOT_FOUND');
  });

  it('should not repeat the query of a refused request', async () => {
    const response = await anybody.get('/no/such/route?token=s3cr3t');

    expect(response.text).not.toContain('s3cr3t');
  });

  it('should ask who it is before it looks at anything', async () => {
    const response = await anybody.post('/agent/query', { message: '' });

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
  });

  it('should answer in the language of Accept-Language', async () => {
    const [zh, en] = await Promise.all(
      ['zh-CN,zh;q=0.9', 'en'].map((language) => anybody.get('/x', { headers: { 'accept-language': language } })),
    );

    expect(zh?.json.title).toBe('接口不存在');
    expect(en?.json.title).toBe('There is no such route');
  });

  it('should take over a sane request id and replace another', async () => {
    const sane = await anybody.get('/x', { headers: { 'x-request-id': 'client-42' } });
    const insane = await anybody.get('/x', { headers: { 'x-request-id': 'a b'.repeat(100) } });

    expect(sane.json.request_id).toBe('client-42');
    expect(insane.json.request_id).toMatch(/^[\da-f-]{36}$/);
  });

  it('should give a page of a foreign origin nothing', async () => {
    const headers = { origin: 'https://evil.example.net', 'access-control-request-method': 'POST' };
    const preflight = await anybody.request('/auth/login', { method: 'OPTIONS', headers });
    const simple = await anybody.get('//health/liveness', { headers });

    for (const response of [preflight, simple]) {
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});
