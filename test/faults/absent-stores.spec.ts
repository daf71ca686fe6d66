import { once } from 'node:events';
import { createServer } from 'node:net';
import { ApiClient, registerUser } from '../support/api-client.js';
import { freePort } from '../support/free-port.js';
import { launchServer, type ServerProcess } from '../support/processes.js';
import { startStores, type TestStores } from '../support/stores.js';

/** A machine that comes up brings its processes up in any order. */
describe('processes that start before their stores', () => {
  let stores: TestStores;
  let late: ServerProcess[];
  let inVain: Record<'postgres' | 'redis', ServerProcess[]>;

  beforeAll(async () => {
    stores = await startStores();
    const there = { POSTGRES_URL: stores.postgres.url, REDIS_URL: stores.redis.url };
    const nowhere = `localhost:${await freePort()}`;
    inVain = {
      postgres: await both({ ...there, POSTGRES_URL: `postgresql://tradeflow@${nowhere}/tradeflow` }),
      redis: await both({ ...there, REDIS_URL: `redis://${nowhere}` }),
    };
    stores.redis.process.kill('SIGKILL');
    await stores.redis.process.exited;
    late = await both(there);
  });
  afterAll(async () => {
    await Promise.all([...late, ...inVain.postgres, ...inVain.redis].map((server) => server.stop()));
    await stores.stop();
  });

  const both = async (settings: Record<string, string>) => [
    await launchServer('api', settings),
    await launchServer('worker', settings),
  ];

  it('should serve when Redis comes some seconds later', async () => {
    await lookedForInVain(stores.redis.port, 6);

    await stores.restart('redis');
    await Promise.all(late.map((server) => server.ready()));

    const client = new ApiClient(late[0]?.url);
    const { json } = await client.as(await registerUser(client)).ask('Which HS code has coffee?');
    expect(json).toMatchObject({ status: 'succeeded' });
  });

  it.each([
    ['postgres', 'PostgreSQL cannot be reached (ECONNREFUSED): check POSTGRES_URL.'],
    ['redis', 'Redis did not answer within 10 seconds: check REDIS_URL.'],
  ] as const)('should end with one sentence when %s does not come', async (store, sentence) => {
    for (const [server, name] of inVain[store].map((one, index) => [one, ['API', 'worker'][index]] as const)) {
      expect(await server.exited).toEqual({ code: 1, signal: null });
      const plain = (await server.logText()).split('\n').filter((line) => line !== '' && !line.startsWith('{'));
      expect(plain).toEqual([`The TradeFlow ${name} could not start. ${sentence}`]);
    }
  });
});

/** Resolves when so many connections were tried at a port where nobody answers. */
async function lookedForInVain(port: number, times: number): Promise<void> {
  const deaf = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  for (let tried = 0; tried < times; tried += 1) await once(deaf, 'connection');
  await new Promise((resolve) => deaf.close(resolve));
}
