import { createHash } from 'node:crypto';
import { type FilesClient } from '../support/files-client.js';
import { describeFilesOnBothStores } from '../support/files-on-stores.js';

const CSV = '年份,出口额（亿美元）\n2022,468.9\n2023,468.9\n';

describeFilesOnBothStores((context) => {
  let sut: FilesClient;
  beforeEach(() => {
    sut = context().sut;
  });

  describe('an upload', () => {
    it('should answer with the file, and keep its bytes', async () => {
      const uploaded = await sut.upload('2024年手机出口.csv', CSV, 'text/csv');

      expect(uploaded.status).toBe(201);
      expect(uploaded.json).toEqual({
        id: expect.any(String),
        name: '2024年手机出口.csv',
        media_type: 'text/csv',
        size: Buffer.byteLength(CSV),
        sha256: createHash('sha256').update(CSV).digest('hex'),
        origin: 'upload',
        run_id: null,
        content_url: `/api/v1/files/${uploaded.json.id}/content`,
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      expect((await sut.api.get(`/files/${uploaded.json.id}`)).json).toEqual(uploaded.json);
      expect((await sut.content(uploaded.json.id)).text).toBe(CSV);
    });

    it.each([
      ['FILE_TYPE_NOT_ALLOWED', 415, 'run.exe', 'MZ\x90\0\x03\0\0\0', ''],
      ['FILE_TYPE_NOT_ALLOWED', 415, 'page.html', '<!doctype html>', 'text/html'],
      ['FILE_TYPE_MISMATCH', 415, 'report.pdf', 'only text', 'application/pdf'],
      ['FILE_EMPTY', 422, 'empty.txt', '', 'text/plain'],
      ['FILE_TOO_LARGE', 413, 'large.txt', 'x'.repeat(2 * 1_048_576 + 1), 'text/plain'],
    ])('should be refused with %s', async (code, status, name, content, type) => {
      const response = await sut.upload(name, content, type);

      expect(response.json).toMatchObject({ code, status });
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect((await sut.api.get('/files')).json.items).toEqual([]);
    });

    it('should be refused when there is no file, no form, or half a form', async () => {
      const form = { 'content-type': 'multipart/form-data; boundary=b' };
      const half = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhal';

      expect((await sut.api.post('/files', '--b--\r\n', { headers: form })).json.code).toBe('FILE_MISSING');
      expect((await sut.api.post('/files', { file: 'x' })).json.code).toBe('FILE_MISSING');
      expect((await sut.api.post('/files', half, { headers: form })).json.code).toBe('MALFORMED_BODY');
      expect((await sut.api.get('/files')).json.items).toEqual([]);
    });

    it('should make its name safe', async () => {
      const { json } = await sut.upload('../../etc/报告\u202E.txt', 'text');

      expect(json.name).toBe('报告.txt');
    });

    it('should need a login', async () => {
      expect((await sut.api.post('/files', {}, { token: null })).status).toBe(401);
    });
  });

  describe('the quota', () => {
    it('should count the same content once, and end at its bytes', async () => {
      const megabyte = 'x'.repeat(1_048_576);
      for (const name of ['a.txt', 'b.txt', 'c.txt', 'd.txt'])
        expect((await sut.upload(name, megabyte)).status).toBe(201);

      expect((await sut.upload('more.txt', 'y'.repeat(1_900_000))).status).toBe(201);
      const refused = await sut.upload('too-much.txt', 'z'.repeat(1_000_000));

      expect(refused.json).toMatchObject({ code: 'FILE_QUOTA_EXCEEDED', status: 409 });
      expect((await sut.api.get('/files')).json.items).toHaveLength(5);
    });

    it('should end at its count, also when many come at once', async () => {
      const responses = await Promise.all(
        Array.from({ length: 9 }, (_, index) => sut.upload(`${index}.txt`, `content ${index}`)),
      );

      expect(responses.filter(({ status }) => status === 201)).toHaveLength(6);
      expect(responses.filter(({ json }) => json.code === 'FILE_QUOTA_EXCEEDED')).toHaveLength(3);
    });

    it('should get free when a file is deleted', async () => {
      const { json } = await sut.upload('a.txt', 'x'.repeat(2_000_000));
      await sut.upload('b.txt', 'y'.repeat(1_000_000));
      expect((await sut.upload('c.txt', 'z'.repeat(1_000_000))).status).toBe(409);

      await sut.api.request(`/files/${json.id}`, { method: 'DELETE' });

      expect((await sut.upload('c.txt', 'z'.repeat(1_000_000))).status).toBe(201);
    });
  });

  describe('the same content twice', () => {
    it('should be two files, of which each can go without the other', async () => {
      const [first, second] = [await sut.upload('a.csv', CSV), await sut.upload('b.csv', CSV)];
      expect(second.json.sha256).toBe(first.json.sha256);

      await sut.api.request(`/files/${first.json.id}`, { method: 'DELETE' });

      expect((await sut.content(second.json.id)).text).toBe(CSV);
    });

    it('should stay whole when it comes and goes at once', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { json } = await sut.upload('a.csv', CSV);
        const [again] = await Promise.all([
          sut.upload('b.csv', CSV),
          sut.api.request(`/files/${json.id}`, { method: 'DELETE' }),
        ]);
        expect((await sut.content(again.json.id)).text).toBe(CSV);
        await sut.api.request(`/files/${again.json.id}`, { method: 'DELETE' });
      }
    });
  });

  describe('the list', () => {
    it('should show the newest first, page by page', async () => {
      for (const name of ['1.txt', '2.txt', '3.txt']) await sut.upload(name, name);

      const first = (await sut.api.get('/files?limit=2')).json;
      const second = (await sut.api.get(`/files?limit=2&cursor=${first.cursor}`)).json;

      expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['3.txt', '2.txt']);
      expect(second).toMatchObject({ items: [{ name: '1.txt' }], cursor: null });
      expect((await sut.api.get('/files?cursor=nonsense')).status).toBe(422);
    });
  });

  describe('somebody else', () => {
    it('should find nothing of mine', async () => {
      const { json } = await sut.upload('mine.txt', 'secret');
      const other = await context().newUser();

      for (const path of ['', '/content', '/url', '/preview', '/thumbnail']) {
        expect((await other.api.get(`/files/${json.id}${path}`)).json.code).toBe('FILE_NOT_FOUND');
      }
      expect((await other.api.request(`/files/${json.id}`, { method: 'DELETE' })).status).toBe(404);
      expect((await other.api.get('/files')).json.items).toEqual([]);
      expect((await other.api.get('/files/no-uuid')).json.code).toBe('FILE_NOT_FOUND');
      expect((await sut.content(json.id)).text).toBe('secret');
    });
  });

  it('should not be kept when the account goes while they arrive', async () => {
    const begin = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
    let go = (): void => {};
    const gone = new Promise<void>((resolve) => (go = resolve));
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(begin + 'x'.repeat(100_000)));
        await gone;
        controller.enqueue(Buffer.from('\r\n--b--\r\n'));
        controller.close();
      },
    });
    const headers = { ...sut.api.authorization, 'content-type': 'multipart/form-data; boundary=b' };
    const uploading = fetch(sut.api.url('/files'), { method: 'POST', headers, body, duplex: 'half' });

    const doomed = () => context().sql.query("SELECT FROM doomed_objects WHERE key LIKE 'files/' || $1 || '/%'", [id]);
    const { id } = (await sut.api.get('/auth/me')).json;
    await sut.until(async () => (await doomed()).rows.length === 1);
    expect((await sut.api.post('/auth/me/delete', { confirmation: context().user.password })).status).toBe(204);
    go();

    expect(await (await uploading).json()).toMatchObject({ status: 401, code: 'ACCOUNT_GONE' });
  });

  it('should all go with the account', async () => {
    const { json } = await sut.upload('a.txt', 'text');
    const { json: link } = await sut.api.get(`/files/${json.id}/url`);

    const deleted = await sut.api.post('/auth/me/delete', { confirmation: context().user.password });

    expect(deleted.status).toBe(204);
    await sut.until(async () => (await fetch(link.url)).status === 404);
  });
});
