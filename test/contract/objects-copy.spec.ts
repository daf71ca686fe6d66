import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { loadConfig } from '../../src/config/index.js';
import { copyObjects, type ObjectStore, openObjectStore } from '../../src/storage/index.js';
import {
  describeWithMinio,
  MINIO_START_LIMIT,
  minioSettings,
  obtainMinio,
  type TestMinio,
} from '../backends/minio/minio-server.js';

describeWithMinio('copying objects', (source) => {
  let minio: TestMinio;
  let directory: string;
  let local: ObjectStore;
  let remote: ObjectStore;
  const keys = Array.from({ length: 20 }, (_, index) => `files/user/${String(index).padStart(2, '0')}`);
  const turn = 'turns/conversation/run';
  const write = (store: ObjectStore, key: string) => store.put(key, Readable.from([Buffer.from(`content of ${key}`)]));

  beforeAll(async () => {
    minio = await obtainMinio(source);
    directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-objects-'));
    const config = loadConfig({ ...minioSettings(minio), STORAGE_DIRECTORY: directory });
    local = await openObjectStore('local', config);
    remote = await openObjectStore('minio', config);
    for (const key of [...keys, turn]) await write(local, key);
    await write(local, 'incoming/user/upload');
  }, MINIO_START_LIMIT);
  afterAll(async () => {
    await minio?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('should go on where it was stopped, and then find nothing left', async () => {
    const stop = new AbortController();
    const stopped = copyObjects(local, remote, {
      signal: stop.signal,
      onProgress: ({ copied }) => copied === 7 && stop.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');

    expect(await copyObjects(local, remote)).toEqual({ objects: 21, bytes: 20 * 24 + 33, copied: 14 });
    expect(await copyObjects(local, remote)).toEqual({ objects: 21, bytes: 20 * 24 + 33, copied: 0 });
    for (const key of [...keys, turn])
      expect(await text((await remote.get(key)) as Readable)).toBe(`content of ${key}`);
  });

  it('should leave what is only passing through', async () => {
    expect(await remote.stat('incoming/user/upload')).toBeUndefined();
  });

  it('should work the other way round', async () => {
    await local.delete(keys[0] as string);

    expect(await copyObjects(remote, local)).toMatchObject({ objects: 21, copied: 1 });
    expect(await text((await local.get(keys[0] as string)) as Readable)).toBe(`content of ${keys[0]}`);
  });
});
