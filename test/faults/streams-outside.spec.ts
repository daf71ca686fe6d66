import { describeWhere } from '../support/describe-where.js';
import { onPath } from '../support/on-path.js';
import { type ServerProcess } from '../support/processes.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse, type SseEvent } from '../support/sse-client.js';
import { followInBrowser } from './support/browser.js';
import { Cluster } from './support/cluster.js';
import { type Passage } from './support/cutting-proxy.js';
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

  const ports = () => cluster.apis.map(({ port }) => port);

  describeWhere(NGINX !== undefined, 'through an nginx that buffers and compresses', 'nginx', () => {
    let nginx: Nginx;

    beforeAll(async () => {
      nginx = await startNginx(NGINX ?? '', ports());
    });
    afterAll(() => nginx.stop());

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

    it('should be compressed where they are no streams, so that the test above proves something', async () => {
      const answer = await fetch(`${nginx.origin}/openapi.json`, { headers: { 'accept-encoding': 'gzip' } });
      await answer.text();

      expect(answer.headers.get('content-encoding')).toBe('gzip');
    });
  });

  describeWhere(BROWSER !== undefined, 'in a browser', 'Chromium', () => {
    it('should reach EventSource.onmessage once each, in order and byte for byte, over cuts and API processes', async () => {
      const user = await cluster.user();
      const run = await WatchedRun.ask(user, cluster.stage.scene(CHATTY));
      const token = user.authorization.authorization?.slice('Bearer '.length);
      const [one = 0, two = 0] = ports();
      const passages: Passage[] = [
        { port: one, bytes: 900 },
        { port: two, bytes: 3_000 },
      ];

      const seen = await followInBrowser(
        BROWSER ?? '',
        `/api/v1/agent/runs/${run.id}/events?token=${token}`,
        () => passages.shift() ?? { port: one },
      );

      const whole = await run.over();
      expectCompleteRun(whole);
      expect(seen).toEqual(rawOf(whole));
      expect(passages).toEqual([]);
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
