import { randomUUID } from 'node:crypto';
import { type ApiClient } from '../support/api-client.js';
import { Cluster, kill } from './support/cluster.js';
import { eventually } from './support/eventually.js';
import { RowLock } from './support/row-lock.js';
import { WatchedRun } from './support/watched-run.js';

/** The API process that takes a question in is killed before its client hears that it was accepted; the client asks again elsewhere. */
describe('a question whose API process is killed while it takes it in', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start({ apis: 1 });
  });
  afterAll(() => cluster.stop());

  const allSettled = () =>
    eventually('All runs settled', async () => {
      const { rows } = await cluster.sql.query('SELECT count(*) AS open FROM runs WHERE NOT settled');
      return (rows[0] as { open: string }).open === '0';
    });
  const areRecorded = (keys: readonly string[]) =>
    eventually('The records', async () => {
      const { rowCount } = await cluster.sql.query('SELECT FROM runs WHERE idempotency_key = ANY ($1)', [keys]);
      return rowCount === keys.length;
    });

  type Cut = (lock: RowLock, die: () => Promise<void>, keys: readonly string[]) => Promise<void>;
  const steps: Record<string, Cut> = {
    'and never recorded it': async (lock, die) => {
      await die();
      await lock.dropWaiting();
      await lock.release();
    },
    'and it is recorded after its death': async (lock, die, keys) => {
      await die();
      await lock.release();
      await areRecorded(keys);
    },
    'and had recorded it, but was not told its place in the line': async (lock, die, keys) => {
      const { process: redis } = cluster.stores.redis;
      redis.kill('SIGSTOP');
      try {
        await lock.release();
        await areRecorded(keys);
        await die();
      } finally {
        redis.kill('SIGCONT');
      }
    },
  };

  it.each(Object.entries(steps))('should be one run, answered once, when it is asked again: %s', async (_step, cut) => {
    await allSettled();
    const dying = await cluster.startApi();
    // In a session that the client names it is recorded first, in one of its own all is done at once.
    const questions = await Promise.all(
      [{ session_id: `session-${randomUUID()}` }, { session_id: undefined }].map(async (options) => {
        const [user, scene, key] = [await cluster.user(), cluster.stage.scene(), randomUUID()];
        const ask = (client: ApiClient) => WatchedRun.ask(client, scene, options, { 'idempotency-key': key });
        return { user, key, ask };
      }),
    );
    const lock = await RowLock.onNew(cluster.stores.postgres.url, 'runs');
    const unheard = questions.map(({ user, ask }) => expect(ask(user.at(dying.url))).rejects.toThrow('fetch failed'));
    await lock.reached(questions.length);

    await cut(
      lock,
      () => kill(dying),
      questions.map(({ key }) => key),
    );
    await Promise.all(unheard);

    for (const { user, ask } of questions) {
      const run = await ask(user);
      await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
      const { json } = await user.get('/agent/runs');
      expect(json.items.map(({ id }: { id: string }) => id)).toEqual([run.id]);
    }
  });
});
