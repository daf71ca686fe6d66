import { randomUUID } from 'node:crypto';
import { chinesePdf, workbook } from '../factories/documents.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { FilesClient } from '../support/files-client.js';

const CSV = '公司,产品,出口额\n富士康,手机,1200.5\n比亚迪,锂电池,800\n';
/** The smallest PNG there is. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('a question with files', () => {
  let sut: FilesClient;
  const newUser = async () => new FilesClient(new ApiClient().as(await registerUser()));
  const upload = async (name: string, content: string | Buffer): Promise<string> =>
    (await sut.upload(name, content)).json.id;

  beforeEach(async () => {
    sut = await newUser();
  });

  it.each([
    ['出口.csv', CSV, /\*\*出口\.csv\*\*：共 2 行数据、3 列（公司、产品、出口额）\[s1\]/],
    [
      '出口.xlsx',
      workbook([
        ['国家', '金额'],
        ['美国', '468.9'],
      ]),
      /\*\*出口\.xlsx \/ 出口\*\*：共 1 行数据、2 列/,
    ],
    ['合同.pdf', chinesePdf('交货期六周'), /\*\*合同\.pdf\*\*：文本[^]*> 交货期六周/],
    ['条款.txt', '付款方式：电汇 30 天', /\*\*条款\.txt\*\*：文本[^]*> 付款方式：电汇 30 天/],
  ])('should be answered from %s', async (name, content, expected) => {
    const id = await upload(name, content);

    const { status, json } = await sut.api.ask('总结一下附件', { files: [id] });

    expect(status).toBe(200);
    expect(json.content).toMatch(expected);
    expect(json.sources).toEqual([
      expect.objectContaining({ id: 's1', title: name, url: `/api/v1/files/${id}/content` }),
    ]);
  });

  it('should show its files in the history, the run and the next question', async () => {
    const id = await upload('出口.csv', CSV);
    const session = `files-${randomUUID()}`;

    const { json } = await sut.api.ask('总结一下附件', { files: [id], session_id: session });
    const next = await sut.api.post(`/chat/sessions/${session}/messages`, { message: '文件里富士康的出口额呢？' });

    const file = {
      file_id: id,
      name: '出口.csv',
      media_type: 'text/csv',
      size: Buffer.byteLength(CSV),
      url: `/api/v1/files/${id}/content`,
    };
    expect((await sut.api.get(`/agent/runs/${json.run_id}`)).json.files).toEqual([file]);
    const { items } = (await sut.api.get(`/chat/sessions/${session}/messages`)).json;
    expect(items.map(({ files }: { files: unknown }) => files)).toEqual([[], [], [], [file]]);
    expect(next.json.content).toContain('1200.5');
  });

  it('should be taken from the cache only for the same content under the same name, and only by the same user', async () => {
    const ask = async (client: FilesClient, name: string, content: string) => {
      const { json } = await client.upload(name, content);
      return (await client.api.ask('总结一下附件', { files: [json.id] })).json.cache_hit;
    };
    const other = await newUser();

    expect(await ask(sut, 'a.csv', CSV)).toBe(false);
    expect(await ask(sut, 'a.csv', CSV)).toBe(true);
    expect(await ask(sut, 'a.csv', `${CSV}比亚迪,汽车,1\n`)).toBe(false);
    expect(await ask(sut, 'b.csv', CSV)).toBe(false);
    expect(await ask(other, 'a.csv', CSV)).toBe(false);
  });

  it('should be another request with other files under the same Idempotency-Key', async () => {
    const [one, two] = [await upload('a.csv', CSV), await upload('b.csv', `${CSV}x,y,1\n`)];
    const request = { headers: { 'idempotency-key': randomUUID() } };

    const first = await sut.api.ask('总结一下附件', { files: [one] }, request);
    await sut.api.request(`/files/${one}`, { method: 'DELETE' });

    expect((await sut.api.ask('总结一下附件', { files: [one] }, request)).json.run_id).toBe(first.json.run_id);
    expect((await sut.api.ask('总结一下附件', { files: [two] }, request)).json.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('should be refused before it is accepted when a file is not there, not its user’s, or not readable', async () => {
    const other = await newUser();
    const { json: theirs } = await other.upload('a.csv', CSV);
    const { json: deleted } = await sut.upload('gone.csv', CSV);
    await sut.api.request(`/files/${deleted.id}`, { method: 'DELETE' });
    const picture = await upload('a.png', PNG);

    for (const id of [theirs.id, deleted.id, randomUUID()]) {
      const { json } = await sut.api.ask('总结一下附件', { files: [id] });
      expect(json).toMatchObject({ status: 404, code: 'ATTACHED_FILE_NOT_FOUND', detail: expect.stringContaining(id) });
    }
    expect((await sut.api.ask('总结一下附件', { files: [picture] })).json).toMatchObject({
      status: 422,
      code: 'FILE_NOT_READABLE',
    });
    expect((await sut.api.get('/agent/runs')).json.items).toEqual([]);
  });

  it('should be refused with too many files, one twice, or what is no id', async () => {
    const id = randomUUID();
    const six = Array.from({ length: 6 }, () => randomUUID());

    for (const files of [six, [id, id], ['../etc'], 'all', [7]]) {
      const { json } = await sut.api.ask('总结一下附件', { files });
      expect(json).toMatchObject({ status: 422, code: 'VALIDATION_FAILED' });
      expect(json.errors[0].path).toMatch(/^files/);
    }
  });

  it('should be refused from an API key that may not read files', async () => {
    const id = await upload('a.csv', CSV);
    const { json } = await sut.api.post('/auth/api-keys', { name: 'asks', scopes: ['agent:query'] });

    const response = await sut.api.ask('总结一下附件', { files: [id] }, { token: json.key });

    expect(response.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
  });
});
