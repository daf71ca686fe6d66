import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
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
      providers: [RunArtifacts],
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
});
