import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../src/config/index.js';
import { createObjectStore } from '../../src/storage/index.js';
import {
  describeWithMinio,
  MINIO_START_LIMIT,
  minioSettings,
  obtainMinio,
  type TestMinio,
} from '../backends/minio/minio-server.js';
import { describeObjectStore } from './objects.suite.js';

describe('objects on disk', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-objects-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  describeObjectStore(() => createObjectStore(loadConfig({ STORAGE_DIRECTORY: directory })));

  it('should leave no draft behind', async () => {
    expect(await readdir(path.join(directory, '.incoming'))).toEqual([]);
  });

  it('should say so when the folder cannot be written to', async () => {
    const file = path.join(directory, 'a-file');
    await writeFile(file, '');
    const sut = await createObjectStore(loadConfig({ STORAGE_DIRECTORY: path.join(file, 'below') }));

    await expect(sut.check()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });
});

describeWithMinio('objects in MinIO', (source) => {
  let minio: TestMinio;

  beforeAll(async () => {
    minio = await obtainMinio(source);
  }, MINIO_START_LIMIT);
  afterAll(() => minio?.stop());

  describeObjectStore(
    () => createObjectStore(loadConfig({ ...minioSettings(minio), MINIO_BUCKET_VERSIONING: 'true' })),
    {
      fetchSigned: fetch,
    },
  );

  it('should take wrong keys for a store that does not serve', async () => {
    const sut = await createObjectStore(loadConfig({ ...minioSettings(minio), MINIO_SECRET_KEY: 'wrong-secret' }));

    await expect(sut.check()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  it('should name the public endpoint in signed URLs', async () => {
    const settings = { ...minioSettings(minio), MINIO_PUBLIC_ENDPOINT: 'https://files.tradeflow.example' };
    const sut = await createObjectStore(loadConfig(settings));

    const url = await sut.signDownload('files/a', {
      expiresIn: 60,
      mediaType: 'text/plain',
      disposition: 'attachment',
    });

    expect(new URL(url).origin).toBe('https://files.tradeflow.example');
  });

  it('should say so when nobody answers', async () => {
    const sut = await createObjectStore(loadConfig({ ...minioSettings(minio), MINIO_ENDPOINT: '127.0.0.1:1' }));

    await expect(sut.stat('files/a')).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });
});
