import fc from 'fast-check';
import { describeWhere } from '../support/describe-where.js';
import { onPath } from '../support/on-path.js';
import { type ServerProcess } from '../support/processes.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse, type SseEvent } from '../support/sse-client.js';
import { followInBrowser } from './support/browser.js';
import { Cluster } from './support/cluster.js';
import { CuttingProxy, type Passage } from './support/cutting-proxy.js';
import { followWithTickets } from './support/follow-with-tickets.js';
import { footprintOf } from './support/footprint.js';
import { type Nginx, startNginx } from './support/nginx.js';
import { INSPECTABLE, ProcessInspector } from './support/process-inspector.js';
import { readToTheEnd } from './support/read-to-the-end.js';
import { visitStreams } from './support/stream-visits.js';
import { WatchedRun } from './support/watched-run.js';

const NGINX = onPath('nginx');
const BROWSER = onPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome');
const CHATTY = { pieces: Array.from({ length: 60 }, (_unused, index) => `word-${index} `), pauseMs: 10 };

/** Milliseconds. What waits in a buffer comes when the model call that is held is given up, a minute later. */
const PASSED_ON_WITHIN = 10_000;

const rawOf = (events: readonly SseEvent[]) => events.map(({ id, raw }) => [id, raw]);

describe('event streams', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start({ settings: INSPECTABLE });
  });
  afterAll(() => cluster.stop());

  /** Each API process in turn, as usual balancers do. */
  let turn = 0;
  const anyApi = () => ({ port: cluster.apis[(turn += 1) % 2]?.port ?? 0 });
  const bytes = fc.integer({ min: 1, max: 9_000 });
  /** A network that breaks as planned, and then no more. */
  const badNetwork = (cuts: readonly number[], there: () => { port: number }) => {
    const left = [...cuts];
    return (): Passage => ({ ...there(), bytes: left.shift() });
  };

  describeWhere(NGINX !== undefined, 'through an nginx that buffers and compresses', 'nginx', () => {
    let nginx: Nginx;
    /** Between nginx and the API processes; it breaks where a test says so. */
    let behind: CuttingProxy;
    let nextBehind: () => Passage = anyApi;

    beforeAll(async () => {
      behind = await CuttingProxy.start(() => nextBehind());
      nginx = await startNginx(NGINX ?? '', [behind.port]);
    });
    afterAll(async () => {
      await nginx.stop();
      await behind.close();
    });

    it('should come while the run goes on, complete, and resume at whatever API process comes next', async () => {
      const scene = cluster.stage.scene();
      const [beforeAnyWord, amidTheWords] = [scene.hold('route'), scene.hold('words')];
      const user = await cluster.user();
      const run = await WatchedRun.ask(user, scene);
      await beforeAnyWord.reached;
      const outside = user.at(nginx.origin);
      const headers = { ...outside.authorization, 'accept-encoding': 'gzip' };
      const watcher = await openSse(outside.url(`/agent/runs/${run.id}/events`), { headers });

      await watcher.waitForType('start', PASSED_ON_WITHIN);
      beforeAnyWord.open();
      const chunk = await watcher.waitForType('chunk', PASSED_ON_WITHIN);
      const rest = readToTheEnd(outside, run.id, chunk.id);
      amidTheWords.open();

      const whole = await run.over();
      expectCompleteRun(whole);
      expect(rawOf(await watcher.toEnd())).toEqual(rawOf(whole));
      expect(rawOf(await rest)).toEqual(rawOf(whole.slice(whole.findIndex(({ id }) => id === chunk.id) + 1)));
      await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 }, outside);
    });

    it('should be seen once each, in order and byte for byte, wherever and however often either side of it is cut', async () => {
      const user = await cluster.user();
      const watcher = fc.record({ withTickets: fc.boolean(), cuts: fc.array(bytes, { maxLength: 6 }) });
      const watchers = fc.array(watcher, { minLength: 2, maxLength: 8 });

      await fc.assert(
        fc.asyncProperty(watchers, fc.array(bytes, { maxLength: 12 }), async (plans, cutsBehind) => {
          nextBehind = badNetwork(cutsBehind, anyApi);
          const run = await WatchedRun.ask(user, cluster.stage.scene(CHATTY));

          const seen = await Promise.all(
            plans.map(async ({ withTickets, cuts }) => {
              const before = await CuttingProxy.start(badNetwork(cuts, () => nginx));
              const events = withTickets
                ? await followWithTickets(user, before.origin, `/agent/runs/${run.id}/events`)
                : rawOf(await readToTheEnd(user.at(before.origin), run.id));
              await before.close();
              return events;
            }),
          );

          const whole = await run.over();
          expectCompleteRun(whole);
          for (const events of seen) expect(events).toEqual(rawOf(whole));
        }),
        { numRuns: 4, endOnFailure: true },
      );
    });

    it('should be compressed where they are no streams, so that the test above proves something', async () => {
      const answer = await fetch(`${nginx.origin}/openapi.json`, { headers: { 'accept-encoding': 'gzip' } });
      await answer.text();

      expect(answer.headers.get('content-encoding')).toBe('gzip');
    });
  });

  describeWhere(BROWSER !== undefined, 'in a browser', 'Chromium', () => {
    it('should reach EventSource.onmessage once each, in order and byte for byte, over cuts and API processes', async () => {
      const user = await cluster.user();
      const { authorization = '' } = user.authorization;
      const withTickets = fc.array(fc.array(bytes, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 4 });

      // Once: what takes its time here is the browser.
      await fc.assert(
        fc.asyncProperty(withTickets, async (plans) => {
          const run = await WatchedRun.ask(user, cluster.stage.scene(CHATTY));
          const path = `/api/v1/agent/runs/${run.id}/events`;
          const token = authorization.slice('Bearer '.length);

          const seen = await followInBrowser(BROWSER ?? '', [
            { events: `${path}?token=${token}`, next: badNetwork([900, 3_000], anyApi) },
            ...plans.map((cuts) => ({ events: path, authorization, next: badNetwork(cuts, anyApi) })),
          ]);

          const whole = await run.over();
          expectCompleteRun(whole);
          for (const events of seen) expect(events).toEqual(rawOf(whole));
          expect(seen).toHaveLength(1 + plans.length);
        }),
        { numRuns: 1, endOnFailure: true },
      );
    });
  });

  describe('that are opened and left thousands of times', () => {
    // `npm run bench -- cycles` makes it ten thousand.
    const WARM_UP = 300;
    const VISITS = 1_000;

    it('should leave timers, sockets, Redis connections and heap where they were', async () => {
      const [api] = cluster.apis as [ServerProcess];
      const user = await cluster.user();
      const scene = cluster.stage.scene();
      const gate = scene.hold('route');
      // Its own watcher stays.
      const run = await WatchedRun.ask(user, scene);
      const urls = [`/agent/runs/${run.id}/events`, `/agent/stream?session_id=${run.sessionId}`].map((path) =>
        user.url(path),
      );
      const inspector = await ProcessInspector.of(api);

      await visitStreams(urls, user.authorization, WARM_UP);
      const before = await footprintOf(api.url, inspector, cluster.redis, 1);
      await visitStreams(urls, user.authorization, VISITS);
      const after = await footprintOf(api.url, inspector, cluster.redis, 1);
      inspector.close();
      gate.open();

      expect(after.redisConnections).toBe(before.redisConnections);
      // Some of others come and go: of those who wait for a connection of a pool, of sockets that are just closing.
      expect(after.timers - before.timers).toBeLessThan(20);
      expect(after.sockets - before.sockets).toBeLessThan(20);
      // A forgotten stream weighs some ten thousand bytes; without any, the heap moves by a megabyte or two.
      expect(after.heapBytes - before.heapBytes).toBeLessThan(VISITS * 5_000);
      await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
    });
  });
});
