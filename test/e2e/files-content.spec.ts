import sharp from 'sharp';
import { chinesePdf, hugeWorkbook, workbook } from '../factories/documents.js';
import { type FilesClient } from '../support/files-client.js';
import { describeFilesOnBothStores } from '../support/files-on-stores.js';

const CSV = '年份,出口额（亿美元）\n2022,468.9\n2023,468.9\n';

describeFilesOnBothStores((context) => {
  let sut: FilesClient;
  beforeEach(() => {
    sut = context().sut;
  });

  describe('a download', () => {
    let id: string;
    beforeEach(async () => {
      id = (await sut.upload('数字 0-9.txt', '0123456789')).json.id;
    });

    it('should carry its name in any language, and run nowhere', async () => {
      const { headers } = await sut.content(id);

      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="?? 0-9.txt"; filename*=UTF-8''${encodeURIComponent('数字 0-9.txt')}`,
      );
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('content-length')).toBe('10');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    });

    it.each([
      ['bytes=0-3', '0123', 'bytes 0-3/10'],
      ['bytes=8-', '89', 'bytes 8-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=5-100', '56789', 'bytes 5-9/10'],
    ])('should give the range %s', async (range, text, described) => {
      const response = await sut.content(id, { range });

      expect(response.status).toBe(206);
      expect(response.text).toBe(text);
      expect(response.headers.get('content-range')).toBe(described);
    });

    it('should refuse a range behind the end, and ignore what is none', async () => {
      const behind = await sut.content(id, { range: 'bytes=10-' });

      expect(behind.json).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE', status: 416 });
      expect(behind.headers.get('content-range')).toBe('bytes */10');
      expect((await sut.content(id, { range: 'lines=1-2' })).status).toBe(200);
      expect((await sut.content(id, { range: 'bytes=0-1,4-5' })).text).toBe('0123456789');
    });

    it('should not be sent to who has it', async () => {
      const etag = (await sut.content(id)).headers.get('etag') ?? '';

      expect((await sut.content(id, { 'if-none-match': etag })).status).toBe(304);
      expect((await sut.content(id, { range: 'bytes=0-0', 'if-range': etag })).status).toBe(206);
      expect((await sut.content(id, { range: 'bytes=0-0', 'if-range': '"other"' })).status).toBe(200);
      const head = await sut.api.request(`/files/${id}/content`, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
    });

    it('should work by a link, without a login, and only while it is as it was signed', async () => {
      const { json } = await sut.api.get(`/files/${id}/url`);

      const response = await fetch(json.url);

      expect(response.status).toBe(200);
      expect(await response.text()).toBe('0123456789');
      expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('数字 0-9.txt'));
      expect(Date.parse(json.expires_at) - Date.now()).toBeLessThanOrEqual(300_000);
      expect((await fetch(json.url.slice(0, -2))).status).toBe(403);
    });

    it('should be gone after its deletion', async () => {
      const { json: link } = await sut.api.get(`/files/${id}/url`);

      expect((await sut.api.request(`/files/${id}`, { method: 'DELETE' })).status).toBe(204);

      expect((await sut.content(id)).status).toBe(404);
      await sut.until(async () => (await fetch(link.url)).status === 404);
    });
  });

  describe('a preview', () => {
    const preview = async (name: string, content: string | Buffer) => {
      const { json } = await sut.upload(name, content);
      return (await sut.api.get(`/files/${json.id}/preview`)).json;
    };

    it('should show the rows of a table, also of what Chinese Excel writes', async () => {
      const gbk = Buffer.from([0xb3, 0xf6, 0xbf, 0xda, 0x2c, 0x31, 0x0a]);

      expect(await preview('a.csv', CSV)).toMatchObject({
        kind: 'table',
        rows: [
          ['年份', '出口额（亿美元）'],
          ['2022', '468.9'],
          ['2023', '468.9'],
        ],
        truncated: false,
      });
      expect(await preview('gbk.csv', gbk)).toMatchObject({ kind: 'table', rows: [['出口', '1']] });
    });

    it('should show the beginning of a text', async () => {
      expect(await preview('a.md', '# 报告\n')).toMatchObject({ kind: 'text', text: '# 报告\n', truncated: false });
      const long = await preview('long.txt', '长'.repeat(200_000));
      expect(long).toMatchObject({ kind: 'text', text: '长'.repeat(5_000), truncated: true });
    });

    it('should read a spreadsheet and a PDF', async () => {
      const sheet = await preview(
        'b.xlsx',
        workbook([
          ['年份', '出口额'],
          ['2023', '468.9'],
        ]),
      );
      const pdf = await preview('c.pdf', chinesePdf('供应商 Foxconn'));

      expect(sheet).toMatchObject({ kind: 'text', text: expect.stringContaining('年份\t出口额\n2023\t468.9') });
      expect(pdf).toMatchObject({ kind: 'text', text: expect.stringContaining('供应商 Foxconn') });
    });

    it('should say so when a document is damaged or unpacks to too much', async () => {
      expect((await preview('damaged.pdf', '%PDF-1.7\nnothing')).code).toBe('FILE_NOT_READABLE');
      expect((await preview('huge.xlsx', hugeWorkbook())).code).toBe('FILE_NOT_READABLE');
    });

    it('should make a small picture of a large one', async () => {
      const png = await sharp({ create: { width: 1200, height: 600, channels: 3, background: 'red' } })
        .png()
        .toBuffer();
      const { json } = await sut.upload('logo.png', png, 'image/png');

      const described = (await sut.api.get(`/files/${json.id}/preview`)).json;
      const picture = await sut.bytes(`/files/${json.id}/thumbnail`);

      expect(described).toMatchObject({ kind: 'image', thumbnail_url: `/api/v1/files/${json.id}/thumbnail` });
      expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 320, height: 160 });
    });

    it('should have no small picture of a text, nor of a damaged one', async () => {
      const text = (await sut.upload('a.txt', 'text')).json;
      const damaged = (await sut.upload('a.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).json;

      expect((await sut.api.get(`/files/${text.id}/thumbnail`)).json.code).toBe('FILE_HAS_NO_PREVIEW');
      expect((await sut.api.get(`/files/${damaged.id}/thumbnail`)).json.code).toBe('FILE_NOT_READABLE');
    });
  });

  describe('a direct upload', () => {
    const begin = (name: string, size: number, more = {}) => sut.api.post('/files/uploads', { name, size, ...more });
    const send = (ticket: { url: string; headers: Record<string, string> }, body: string) =>
      fetch(ticket.url, { method: 'PUT', headers: ticket.headers, body });

    it('should become a file when it is completed, once', async () => {
      const { status, json: ticket } = await begin('直接.csv', Buffer.byteLength(CSV), { media_type: 'text/csv' });
      expect(status).toBe(201);
      expect((await send(ticket, CSV)).status).toBe(200);

      const completed = await sut.api.post(`/files/uploads/${ticket.upload_id}/complete`);
      const again = await sut.api.post(`/files/uploads/${ticket.upload_id}/complete`);

      expect(completed.status).toBe(200);
      expect(completed.json).toMatchObject({ name: '直接.csv', media_type: 'text/csv', size: Buffer.byteLength(CSV) });
      expect(again.json).toEqual(completed.json);
      expect((await sut.content(completed.json.id)).text).toBe(CSV);
      expect((await sut.api.get('/files')).json.items).toHaveLength(1);
    });

    it('should be completed once, however many ask at the same time', async () => {
      const { json: ticket } = await begin('a.txt', 3);
      await send(ticket, 'abc');

      const completed = await Promise.all(
        Array.from({ length: 4 }, () => sut.api.post(`/files/uploads/${ticket.upload_id}/complete`)),
      );

      expect(new Set(completed.map(({ json }) => json.id)).size).toBe(1);
      expect((await sut.content(completed[0]?.json.id)).text).toBe('abc');
    });

    it('should wait for all of its bytes', async () => {
      const { json: ticket } = await begin('a.txt', 10);
      const complete = () => sut.api.post(`/files/uploads/${ticket.upload_id}/complete`);

      expect((await complete()).json.code).toBe('UPLOAD_NOT_RECEIVED');
      await send(ticket, 'short');
      expect((await complete()).json.code).toBe('UPLOAD_NOT_RECEIVED');
      await send(ticket, '0123456789');
      expect((await complete()).status).toBe(200);
    });

    it('should be refused for what it holds, and forgotten', async () => {
      const { json: ticket } = await begin('a.pdf', 4);
      await send(ticket, 'text');

      expect((await sut.api.post(`/files/uploads/${ticket.upload_id}/complete`)).json.code).toBe('FILE_TYPE_MISMATCH');
      expect((await sut.api.post(`/files/uploads/${ticket.upload_id}/complete`)).json.code).toBe('UPLOAD_NOT_FOUND');
      expect((await sut.api.get('/files')).json.items).toEqual([]);
    });

    it('should leave nothing of what comes by its URL once it is over', async () => {
      const { json: ticket } = await begin('a.pdf', 4);
      await send(ticket, 'text');
      await sut.api.post(`/files/uploads/${ticket.upload_id}/complete`);
      const { sql } = context();
      const key = `%/${ticket.upload_id}`;
      // As if the first deletion were done, and then the hours over in which the URL may be used.
      await sql.query('UPDATE doomed_objects SET not_before = now() WHERE key LIKE $1', [key]);
      const doomed = async () =>
        (await sql.query('SELECT not_before > now() AS later FROM doomed_objects WHERE key LIKE $1', [key])).rows;
      const sweep = async () => {
        const { json } = await sut.upload('b.txt', 'b');
        await sut.api.request(`/files/${json.id}`, { method: 'DELETE' });
      };
      await sweep();
      await sut.until(async () => (await doomed())[0]?.later !== false);
      expect(await doomed()).toEqual([{ later: true }]);

      expect((await send(ticket, 'more')).status).toBe(200);
      await sql.query('UPDATE doomed_objects SET not_before = now(), writable_until = now() WHERE key LIKE $1', [key]);
      await sweep();

      await sut.until(async () => (await doomed()).length === 0);
    });

    it('should be refused before it begins when it could not be kept', async () => {
      expect((await begin('a.exe', 4)).json.code).toBe('FILE_TYPE_NOT_ALLOWED');
      expect((await begin('a.txt', 3 * 1_048_576)).json.code).toBe('FILE_TOO_LARGE');
      expect((await begin('a.txt', 0)).json.code).toBe('VALIDATION_FAILED');
      expect((await begin('a.txt', 2_000_000)).status).toBe(201);
      expect((await begin('b.txt', 2_000_000)).json.code).toBe('FILE_QUOTA_EXCEEDED');
    });

    it('should be nobody else’s', async () => {
      const { json: ticket } = await begin('a.txt', 3);
      await send(ticket, 'abc');

      expect((await (await context().newUser()).api.post(`/files/uploads/${ticket.upload_id}/complete`)).status).toBe(
        404,
      );
    });
  });
});
