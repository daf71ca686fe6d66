import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { loadConfig } from '../../src/config/index.js';
import { TurnDocument } from '../../src/session/drivers/mongo/turn.schema.js';
import { createObjectStore, type ObjectStore } from '../../src/storage/index.js';
import {
  describeWithMinio,
  MINIO_START_LIMIT,
  minioSettings,
  obtainMinio,
  type TestMinio,
} from '../backends/minio/minio-server.js';
import { describeWithMongo, MONGO_START_MS } from '../backends/mongo/mongo-server.js';
import { makeTurn } from '../factories/turn.js';
import { type MongoDriver, openMongoDriver } from './support/conversation-drivers.js';

// FerretDB reads whole collections, on a machine that runs other suites beside this one.

const ALL = { limit: 100, order: 'newest' } as const;
/** More than MongoDB takes in one document. */
const LARGE = 'x'.repeat(17 * 1_048_576);

describeWithMongo('a turn that is too large for a document of MongoDB', () => {
  describe('with objects on disk', () => {
    let directory: string;

    beforeAll(async () => {
      directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-objects-'));
    });
    afterAll(() => rm(directory, { recursive: true, force: true }));

    suite(() => createObjectStore(loadConfig({ STORAGE_DIRECTORY: directory })));
  });

  describeWithMinio('with objects in MinIO', (source) => {
    let minio: TestMinio;

    beforeAll(async () => {
      minio = await obtainMinio(source);
    }, MINIO_START_LIMIT);
    afterAll(() => minio?.stop());

    suite(() => createObjectStore(loadConfig(minioSettings(minio))));
  });
});

function suite(openStore: () => Promise<ObjectStore>): void {
  let driver: MongoDriver;
  let objects: ObjectStore;
  let userId: string;
  const sut = () => driver.conversations;

  beforeAll(async () => {
    objects = await openStore();
    driver = await openMongoDriver(objects);
  }, MONGO_START_MS);
  afterAll(() => driver?.close());
  beforeEach(() => {
    userId = randomUUID();
  });

  async function keysOf(conversationId: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of objects.list(`turns/${conversationId}/`)) keys.push(key);
    return keys;
  }

  it('should be one object, which its document refers to, however often it is committed', async () => {
    const { id } = await sut().open(userId, 's');
    const turn = makeTurn(id, { content: LARGE });
    await Promise.all([sut().commitTurn(turn), sut().commitTurn(turn)]);
    await sut().commitTurn({ ...turn, question: 'something else' });

    const document = await driver.connection.model(TurnDocument.name).findById(turn.runId).lean<TurnDocument>();
    const [key = '', ...others] = await keysOf(id);
    expect(others).toEqual([]);
    expect(document).toMatchObject({ answer: { content: '' }, events: [] });
    expect(document?.body).toEqual({ key, size: (await objects.stat(key))?.size, sha256: key.slice(-64) });
    expect(document?.body?.size).toBeGreaterThan(16 * 1_048_576);
  });

  it('should be whole wherever it is read', async () => {
    const { id } = await sut().open(userId, 's');
    const turn = makeTurn(id, { question: '大表格', content: LARGE });
    await sut().commitTurn(turn);

    const [answer] = (await sut().messages(id, ALL)).items;
    const [found] = (await sut().search(userId, { words: '大表格', limit: 1 })).items;
    const rated = await sut().rate(userId, answer?.id ?? '', { rating: 'up', comment: null, at: new Date() });
    expect(answer?.content === LARGE).toBe(true);
    expect(found?.message.content).toBe('大表格');
    expect(rated?.content === LARGE).toBe(true);
    expect(await sut().agentEvents(id, 10)).toEqual(turn.agentEvents);
  });

  it('should not be taken for one when it was written before there were any', async () => {
    const { id } = await sut().open(userId, 's');
    const turn = makeTurn(id);
    await sut().commitTurn(turn);
    const { modifiedCount } = await driver.connection
      .model(TurnDocument.name)
      .collection.updateOne({ _id: turn.runId as never }, { $unset: { body: '' } });

    expect(modifiedCount).toBe(1);
    expect((await sut().messages(id, ALL)).items).toHaveLength(2);
  });

  it('should be refused when its object is not what was written', async () => {
    const { id } = await sut().open(userId, 's');
    await sut().commitTurn(makeTurn(id, { content: LARGE }));
    const [key = ''] = await keysOf(id);
    await objects.put(key, Readable.from([Buffer.from('{}')]));

    await expect(sut().messages(id, ALL)).rejects.toThrow('is not what was written');
  });

  it('should go with its conversation, and so should an object whose turn was never written', async () => {
    const { id } = await sut().open(userId, 's');
    await sut().commitTurn(makeTurn(id, { content: LARGE }));
    await objects.put(`turns/${id}/orphan`, Readable.from([Buffer.from('{}')]));
    await sut().delete(userId, 's');
    await sut().purge(new Date(Date.now() - 60_000));
    expect(await keysOf(id)).toHaveLength(2);

    await sut().purge(new Date(Date.now() + 60_000));
    expect(await keysOf(id)).toEqual([]);
  });

  it('should leave no object when its conversation is gone before it', async () => {
    const { id } = await sut().open(userId, 's');
    await sut().delete(userId, 's');
    await sut().purge(new Date(Date.now() + 60_000));
    await objects.put(`turns/${id}/orphan`, Readable.from([Buffer.from('{}')]));
    await sut().commitTurn(makeTurn(id, { content: LARGE }));

    expect(await keysOf(id)).toEqual([]);
  });

  describe('while the object store is away', () => {
    const AWAY = { MINIO_ENDPOINT: '127.0.0.1:1', MINIO_ACCESS_KEY: 'nobody', MINIO_SECRET_KEY: 'nobody-there' };
    let cut: MongoDriver['conversations'];

    beforeAll(async () => {
      cut = driver.on(await createObjectStore(loadConfig(AWAY)));
    });

    it('should not be committed at all, and be when it is back', async () => {
      const { id } = await sut().open(userId, 's');
      const turn = makeTurn(id, { content: LARGE });
      await expect(cut.commitTurn(turn)).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
      expect((await sut().messages(id, ALL)).items).toEqual([]);
      expect(await sut().find(userId, 's')).toMatchObject({ messageCount: 0, title: null });

      await sut().commitTurn(turn);
      expect((await sut().messages(id, ALL)).items).toHaveLength(2);
      await expect(cut.messages(id, ALL)).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    });

    it('should not hinder the others', async () => {
      const { id } = await cut.open(userId, 's');
      await cut.commitTurn(makeTurn(id));

      expect((await cut.messages(id, ALL)).items).toHaveLength(2);
    });

    it('should be purged when it is back', async () => {
      const { id } = await sut().open(userId, 's');
      await sut().commitTurn(makeTurn(id, { content: LARGE }));
      await sut().delete(userId, 's');
      const inAMinute = new Date(Date.now() + 60_000);
      await expect(cut.purge(inAMinute)).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
      expect(await keysOf(id)).toHaveLength(1);

      await sut().purge(inAMinute);
      expect(await keysOf(id)).toEqual([]);
    });
  });
}
