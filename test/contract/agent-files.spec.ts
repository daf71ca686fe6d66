import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Test, type TestingModule } from '@nestjs/testing';
import { type RunEventBody } from '../../src/agent/events/run-event.js';
import { type AttachedFile } from '../../src/agent/runs/run.entity.js';
import { RunAttachments } from '../../src/agent/worker/attachments/run-attachments.js';
import { RunArtifacts } from '../../src/agent/worker/run-artifacts.js';
import { AppConfig, ConfigModule, loadConfig } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/index.js';
import { FilesService, StorageModule } from '../../src/storage/index.js';
import { ApiClient, registerUser } from '../support/api-client.js';

const CSV = '年份,国家,出口额\n2022,美国,468.9\n2023,美国,470.1\n';
/** The files of users as the worker uses them, on a real PostgreSQL and a folder. */
describe('files for the agent', () => {
  let folder: string;
  let module: TestingModule;
  let files: FilesService;
  let user: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-test-'));
    const config = loadConfig({
      ENVIRONMENT: 'test',
      POSTGRES_URL: process.env.TEST_POSTGRES_URL,
      STORAGE_DIRECTORY: folder,
      FILES_QUOTA_COUNT: '4',
    });
    module = await Test.createTestingModule({
      imports: [ConfigModule, DatabaseModule, StorageModule],
      providers: [RunArtifacts, RunAttachments],
    })
      .overrideProvider(AppConfig)
      .useValue(config)
      .compile();
    files = module.get(FilesService);
  });
  afterAll(async () => {
    await module.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const api = new ApiClient();
    const { accessToken } = await registerUser(api);
    user = (await api.get('/auth/me', { token: accessToken })).json.id;
  });

  describe('the artifacts of a run', () => {
    const signal = new AbortController().signal;
    const report = { name: '手机出口.csv', mediaType: 'text/csv', bytes: Buffer.from(CSV) };
    const storeOf = (run: string) => module.get(RunArtifacts).of({ id: run, userId: user });

    it('should be files of the user who asked', async () => {
      const run = randomUUID();

      const artifact = await storeOf(run).keep('call-1-1', report, signal);

      expect(artifact).toEqual({
        file_id: expect.any(String),
        name: '手机出口.csv',
        media_type: 'text/csv',
        size: Buffer.byteLength(CSV),
        url: `/api/v1/files/${artifact.file_id}/content`,
      });
      expect(await files.list(user, 10)).toEqual([
        expect.objectContaining({ id: artifact.file_id, origin: 'artifact', runId: run }),
      ]);
    });

    it('should be made once, however often the run is tried again and whatever its bytes are then', async () => {
      const store = storeOf(randomUUID());
      const first = await store.keep('call-1-1', report, signal);

      const again = await store.keep('call-1-1', { ...report, bytes: Buffer.from('a,b\n1,2\n') }, signal);

      expect(again).toEqual(first);
      expect(await files.list(user, 10)).toHaveLength(1);
    });

    it('should be made once by two workers at the same time', async () => {
      const store = storeOf(randomUUID());

      const [one, other] = await Promise.all([
        store.keep('call-1-1', report, signal),
        store.keep('call-1-1', { ...report, bytes: Buffer.from('a,b\n1,2\n') }, signal),
      ]);

      expect(one).toEqual(other);
      expect(await files.list(user, 10)).toHaveLength(1);
    });

    it('should be another file for another effect, and for another run', async () => {
      const run = storeOf(randomUUID());

      const made = [
        await run.keep('call-1-1', report, signal),
        await run.keep('call-1-2', report, signal),
        await storeOf(randomUUID()).keep('call-1-1', report, signal),
      ];

      expect(new Set(made.map(({ file_id }) => file_id)).size).toBe(3);
    });

    it.each([
      ['FILE_TYPE_MISMATCH', { ...report, name: 'report.pdf', mediaType: 'application/pdf' }],
      ['FILE_TYPE_NOT_ALLOWED', { ...report, name: 'report.html', mediaType: 'text/html' }],
      ['FILE_EMPTY', { ...report, bytes: Buffer.alloc(0) }],
    ])('should be refused with %s like an upload', async (code, artifact) => {
      await expect(storeOf(randomUUID()).keep('call-1-1', artifact, signal)).rejects.toMatchObject({ code });
      expect(await files.list(user, 10)).toEqual([]);
    });

    it('should count in the quota of the user', async () => {
      const store = storeOf(randomUUID());
      for (const effect of ['1', '2', '3', '4']) await store.keep(effect, report, signal);

      await expect(store.keep('5', report, signal)).rejects.toMatchObject({ code: 'FILE_QUOTA_EXCEEDED' });
    });

    it('should not be made for a run that was broken off', async () => {
      const gone = AbortSignal.abort(new Error('cancelled'));

      await expect(storeOf(randomUUID()).keep('call-1-1', report, gone)).rejects.toThrow('cancelled');
      expect(await files.list(user, 10)).toEqual([]);
    });
  });

  describe('the files of a question', () => {
    const told: string[] = [];
    const emit = (event: RunEventBody) => void ('content' in event && told.push(event.content));
    const upload = async (name: string, content: string | Buffer): Promise<AttachedFile> => {
      const file = await files.upload(user, { name, content: Readable.from([Buffer.from(content)]) });
      const { id, mediaType, size, sha256 } = file;
      return { file_id: id, name, media_type: mediaType, size, sha256, url: `/api/v1/files/${id}/content` };
    };
    const read = (attached: readonly AttachedFile[], signal = new AbortController().signal) =>
      module
        .get(RunAttachments)
        .read({ userId: user, language: 'zh', options: { cache: true, files: attached } }, emit, signal);

    beforeEach(() => told.splice(0));

    it('should be read in their order, with what they are called and where they are', async () => {
      const [table, text] = [await upload('出口.csv', CSV), await upload('a.txt', 'one\r\ntwo')];

      const attachments = await read([text, table]);

      expect(attachments).toEqual([
        expect.objectContaining({ fileId: text.file_id, name: 'a.txt', text: 'one\r\ntwo', truncated: false }),
        expect.objectContaining({ url: table.url, text: '年份\t国家\t出口额\n2022\t美国\t468.9\n2023\t美国\t470.1' }),
      ]);
      expect(told).toEqual(['正在读取附件：a.txt、出口.csv。']);
    });

    it('should be cut to what an agent can take in, and say so', async () => {
      const long = await upload('long.txt', 'x'.repeat(100_000));
      const other = await upload('other.txt', 'y'.repeat(50_000));

      const attachments = await read([long, other]);

      expect(attachments.map(({ text, truncated }) => [text.length, truncated])).toEqual([
        [30_000, true],
        [30_000, true],
      ]);
    });

    it('should be told of when one was deleted since, and the others be read', async () => {
      const [gone, there] = [await upload('gone.txt', 'gone'), await upload('there.txt', 'there')];
      await files.delete(user, gone.file_id);

      const attachments = await read([gone, there]);

      expect(attachments.map(({ text, problem }) => [text, problem])).toEqual([
        ['', 'deleted'],
        ['there', undefined],
      ]);
      expect(told).toContain('附件 gone.txt 在读取前已被删除。');
    });

    it('should not be read for somebody else', async () => {
      const theirs = await upload('theirs.txt', 'secret');
      user = randomUUID();

      expect(await read([theirs])).toEqual([expect.objectContaining({ text: '', problem: 'deleted' })]);
    });

    it('should end with the reason of the run when it is broken off', async () => {
      const file = await upload('a.txt', 'a');

      await expect(read([file], AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
    });
  });
});
