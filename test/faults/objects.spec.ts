import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { loadConfig } from '../../src/config/index.js';
import { createObjectStore } from '../../src/storage/index.js';
import { minioProgram } from '../backends/minio/find-minio.js';
import {
  describeWithMinio,
  MINIO_START_LIMIT,
  minioSettings,
  MinioServer,
  obtainMinio,
} from '../backends/minio/minio-server.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { FilesClient } from '../support/files-client.js';
import { LargeUpload } from '../support/large-upload.js';
import { memoryOf, peakMemory } from '../support/memory.js';
import { type ServerProcess, startServer } from '../support/processes.js';

const GIGABYTE = 1024;

async function newUser(server: ServerProcess): Promise<FilesClient> {
  const client = new ApiClient(server.url);
  return new FilesClient(client.as(await registerUser(client)));
}

/** Downloads without keeping it. */
async function digestOf(api: ApiClient, id: string): Promise<string> {
  const hash = createHash('sha256');
  await new Promise<void>((resolve, reject) => {
    http
      .get(api.url(`/files/${id}/content`), { headers: api.authorization }, (response) => {
        pipeline(response, hash).then(resolve, reject);
      })
      .once('error', reject);
  });
  return hash.digest('hex');
}

/** Up and down, in the memory of a small process. */
function itShouldCarryAGigabyte(start: () => Promise<ServerProcess>): void {
  it('should carry a gigabyte up and down with less than 200 MB more than at rest', async () => {
    const server = await start();
    const sut = await newUser(server);
    await sut.upload('warm.txt', 'warm');
    const atRest = await memoryOf(server.pid);

    const peak = await peakMemory(server.pid, async () => {
      const upload = new LargeUpload(sut.api, 'gigabyte.txt');
      await upload.send(GIGABYTE);
      const { status, json } = await upload.finish();
      expect(status).toBe(201);
      expect(json).toMatchObject({ size: GIGABYTE * 1_048_576, sha256: upload.hash.digest('hex') });
      expect(await digestOf(sut.api, json.id)).toBe(json.sha256);
      await sut.api.request(`/files/${json.id}`, { method: 'DELETE' });
    });

    expect(peak - atRest).toBeLessThan(200);
  });
}

describe('files on disk', () => {
  let directory: string;
  let server: ServerProcess;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-objects-'));
    server = await startServer('api', { STORAGE_DIRECTORY: directory });
  });
  afterAll(async () => {
    await server?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const drafts = () => readdir(path.join(directory, '.incoming'));

  itShouldCarryAGigabyte(() => Promise.resolve(server));

  it('should be gone without a trace when the client hangs up in the middle', async () => {
    const sut = await newUser(server);
    const upload = new LargeUpload(sut.api, 'half.txt');
    await upload.send(20);
    await sut.until(async () => (await drafts()).length > 0);

    upload.hangUp();

    await sut.until(async () => (await drafts()).length === 0);
    expect((await sut.api.get('/files')).json.items).toEqual([]);
  });

  it('should not be half there when the server is killed in the middle', async () => {
    const folder = path.join(directory, 'killed');
    const victim = await startServer('api', { STORAGE_DIRECTORY: folder });
    const sut = await newUser(victim);
    const upload = new LargeUpload(sut.api, 'half.txt');
    await upload.send(20);
    await sut.until(async () => (await readdir(path.join(folder, '.incoming'))).length > 0);

    victim.kill('SIGKILL');
    await victim.exited;

    const next = await startServer('api', { STORAGE_DIRECTORY: folder });
    const survivor = new FilesClient(new ApiClient(next.url, sut.api.authorization.authorization?.slice(7)));
    expect((await survivor.api.get('/files')).json.items).toEqual([]);
    expect(existsSync(path.join(folder, 'files'))).toBe(false);
    expect((await survivor.upload('whole.txt', 'whole')).status).toBe(201);
    await next.stop();
  });
});

describeWithMinio('a large file in MinIO', (source) => {
  let stop: () => Promise<void>;
  let server: ServerProcess;

  beforeAll(async () => {
    const minio = await obtainMinio(source);
    stop = () => minio.stop();
    server = await startServer('api', minioSettings(minio));
  }, MINIO_START_LIMIT);
  afterAll(async () => {
    await server?.stop();
    await stop?.();
  });

  itShouldCarryAGigabyte(() => Promise.resolve(server));
});

describeWithMinio(
  'files while MinIO is killed',
  (source) => {
    let minio: MinioServer;
    let server: ServerProcess;
    let sut: FilesClient;

    beforeAll(async () => {
      if (source.kind === 'running') throw new Error('A MinIO of others is not to be killed.');
      minio = await MinioServer.start(await minioProgram(source));
      server = await startServer('api', minio.settings);
    }, MINIO_START_LIMIT);
    afterAll(async () => {
      await server?.stop();
      await minio?.remove();
    });
    beforeEach(async () => {
      sut = await newUser(server);
    });

    /** How many objects the store shows, of all users. */
    const objects = async () => {
      let count = 0;
      const store = await createObjectStore(loadConfig(minio.settings));
      for await (const _object of store.list('files/')) count += 1;
      return count;
    };

    it('should show nothing of what was in mid-write, keep what was acknowledged, and heal by itself', async () => {
      const kept = await sut.upload('kept.csv', 'a,b\n1,2\n');
      const before = await objects();
      const upload = new LargeUpload(sut.api, 'half.txt');
      await upload.send(40);

      await minio.kill();
      await upload.send(40);
      const refused = await upload.finish();

      expect(refused).toMatchObject({ status: 503, json: { code: 'DEPENDENCY_UNAVAILABLE', status: 503 } });
      expect((await sut.content(kept.json.id)).json).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
      expect((await sut.api.get('/files')).json.items).toEqual([kept.json]);

      await minio.restart();

      expect((await sut.content(kept.json.id)).text).toBe('a,b\n1,2\n');
      expect(await objects()).toBe(before);
      expect((await sut.upload('next.txt', 'next')).status).toBe(201);
    });

    it('should have kept each file that was acknowledged while it died, and no other', async () => {
      const contents = Array.from({ length: 40 }, (_, index) => `${index}\n`.repeat(100_000));
      let answered = 0;
      let falls = () => {};
      const falling = new Promise<void>((resolve) => (falls = resolve));
      const answers = contents.map(async (content, index) => {
        // The last ones come when it is falling, so that some fail however fast the others were.
        if (index >= 24) await falling;
        const response = await sut.upload(`${index}.txt`, content);
        if ((answered += 1) === 8) {
          const death = minio.kill();
          falls();
          await death;
        }
        return { content, response };
      });
      const settled = await Promise.all(answers);

      await minio.restart();

      const acknowledged = settled.filter(({ response }) => response.status === 201);
      expect(settled.filter(({ response }) => ![201, 503].includes(response.status))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(8);
      expect(acknowledged.length).toBeLessThan(contents.length);
      for (const { content, response } of acknowledged) {
        expect((await sut.content(response.json.id)).text === content).toBe(true);
      }
      const listed = (await sut.api.get('/files?limit=100')).json.items.map(({ id }: { id: string }) => id);
      expect(new Set(listed)).toEqual(new Set(acknowledged.map(({ response }) => response.json.id)));
    });

    it('should start while there is no store, and serve when there is one', async () => {
      await minio.kill();
      const early = await startServer('api', minio.settings);
      const user = await newUser(early);

      expect((await user.upload('a.txt', 'a')).json.code).toBe('DEPENDENCY_UNAVAILABLE');
      await minio.restart();

      expect((await user.upload('a.txt', 'a')).status).toBe(201);
      await early.stop();
    });
  },
  { ownProcess: true },
);
