import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { toAppError } from '../../src/common/errors/to-app-error.js';
import { loadConfig } from '../../src/config/index.js';
import { connectMongo } from '../../src/database/index.js';
import { type Turn } from '../../src/session/conversations.port.js';
import { MongoConversations } from '../../src/session/drivers/mongo/mongo-conversations.js';
import { prepareMongo } from '../../src/session/index.js';
import { createObjectStore } from '../../src/storage/index.js';
import { describeWithOwnMongo, MONGO_START_MS, type OwnMongo, startOwnMongo } from '../backends/mongo/mongo-server.js';
import { makeTurn } from '../factories/turn.js';
import { type ApiClient, registerUser } from '../support/api-client.js';
import { OwnSystem } from '../support/own-system.js';

describeWithOwnMongo('MongoDB killed', () => {
  let mongo: OwnMongo;

  beforeAll(async () => {
    mongo = await startOwnMongo();
    await prepareMongo(mongo.url);
  }, MONGO_START_MS);
  afterAll(() => mongo.stop());

  it('should keep every acknowledged turn whole, and no half of another', async () => {
    const connection = await connectMongo(mongo.url);
    const sut = new MongoConversations(connection, await createObjectStore(loadConfig({})));
    const conversation = await sut.open(randomUUID(), 's');
    const acknowledged: string[] = [];
    const unknown: Turn[] = [];
    const writer = async () => {
      while (unknown.length < 4) {
        const turn = makeTurn(conversation.id, { content: randomUUID() });
        await sut.commitTurn(turn).then(
          () => acknowledged.push(turn.runId),
          (error: unknown) => {
            expect(toAppError(error).code).toBe('DEPENDENCY_UNAVAILABLE');
            unknown.push(turn);
          },
        );
      }
    };
    const writers = Array.from({ length: 4 }, writer);
    while (acknowledged.length < 20) await delay(5);
    await mongo.kill();
    await Promise.all(writers);
    await mongo.restart();

    const held = async () => {
      const { items } = await sut.messages(conversation.id, { limit: 100_000, order: 'oldest' });
      return { runs: new Set(items.map(({ runId }) => runId)), messages: items.length };
    };
    const after = await held();
    expect(acknowledged.filter((runId) => !after.runs.has(runId))).toEqual([]);
    expect(after.messages).toBe(2 * after.runs.size);

    for (const turn of unknown) await sut.commitTurn(turn);
    const mended = await held();
    expect(mended.runs).toEqual(new Set([...acknowledged, ...unknown.map(({ runId }) => runId)]));
    expect((await sut.agentEvents(conversation.id, 100_000)).length).toBe(2 * mended.runs.size);
    await connection.close();
  });

  describe('under TradeFlow', () => {
    let system: OwnSystem | undefined;
    let client: ApiClient;

    beforeAll(async () => {
      // Stores of its own: another worker would bring the answers to where it keeps conversations.
      system = await OwnSystem.start({ MONGODB_URL: mongo.url });
      client = system.api.as(await registerUser(system.api));
    });
    afterAll(() => system?.stop());

    it('should serve conversations as ever', async () => {
      const answer = await client.ask('2022年中国对美国的手机出口额是多少？', { session_id: 'mongo' });
      const history = await client.get('/chat/sessions/mongo/messages');

      expect(answer.status).toBe(200);
      expect(history.json.items.map((item: { role: string }) => item.role)).toEqual(['assistant', 'user']);
      expect(history.json.items[0].content).toBe(answer.json.content);
      expect((await client.get(`/chat/search?q=${encodeURIComponent('手机')}`)).json.items.length).toBeGreaterThan(0);
    });

    it('should say so in a 503 while it is away, and serve again without a restart', async () => {
      await mongo.kill();
      const away = await client.get('/chat/sessions');
      await mongo.restart();

      expect(away.status).toBe(503);
      expect(away.json).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE', status: 503 });
      expect(away.text).not.toMatch(/127\.0\.0\.1|mongo/i);
      expect((await client.get('/chat/sessions')).status).toBe(200);
    });

    it('should bring an accepted answer into the conversation once it is back', async () => {
      const accepted = await client.post(
        '/agent/query',
        { message: 'How much did China export to Germany in 2022?', session_id: 'cut', cache: false },
        { headers: { prefer: 'respond-async' } },
      );
      await mongo.kill();
      expect(accepted.status).toBe(202);
      await delay(1_000);
      await mongo.restart();

      let items: { role: string }[] = [];
      while (items.length < 2) {
        await delay(200);
        items = (await client.get('/chat/sessions/cut/messages')).json.items;
      }
      expect(items.map(({ role }) => role)).toEqual(['assistant', 'user']);
    });
  });
});
