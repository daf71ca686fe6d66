import { EventSource } from 'eventsource';
import fc from 'fast-check';
import { type ApiClient } from '../support/api-client.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse, type SseEvent } from '../support/sse-client.js';
import { Cluster, kill } from './support/cluster.js';
import { CuttingProxy, type Passage } from './support/cutting-proxy.js';
import { followWithTickets } from './support/follow-with-tickets.js';
import { readSessionToTheEnd, readToTheEnd } from './support/read-to-the-end.js';
import { WatchedRun } from './support/watched-run.js';

/** Long enough to be cut in many places while it comes. */
const CHATTY = { pieces: Array.from({ length: 60 }, (_unused, index) => `word-${index} `), pauseMs: 10 };

const rawOf = (events: readonly SseEvent[]) => events.map(({ id, raw }) => [id, raw]);

describe('watchers of a run', () => {
  let cluster: Cluster;
  const proxies: CuttingProxy[] = [];

  beforeAll(async () => {
    cluster = await Cluster.start();
  });
  afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));
  afterAll(() => cluster.stop());

  const portOf = (api: number) => cluster.apis[api]?.port ?? 0;
  const networkOf = async (next: () => Passage) => {
    const proxy = await CuttingProxy.start(next);
    proxies.push(proxy);
    return proxy;
  };
  /** A network that breaks as planned, and then no more. */
  const badNetwork = async (plan: readonly { api: number; bytes: number }[], lastApi = 0) => {
    const passages: Passage[] = plan.map(({ api, bytes }) => ({ port: portOf(api), bytes }));
    return networkOf(() => passages.shift() ?? { port: portOf(lastApi) });
  };

  it('should each see every event once, in order and byte for byte, wherever and however often they are cut', async () => {
    const user = await cluster.user();
    const cut = fc.record({ api: fc.nat(1), bytes: fc.integer({ min: 1, max: 9_000 }) });
    const watcher = fc.record({ withTickets: fc.boolean(), cuts: fc.array(cut, { maxLength: 8 }) });
    const watchers = fc.array(watcher, { minLength: 2, maxLength: 8 });

    await fc.assert(
      fc.asyncProperty(watchers, async (plans) => {
        const run = await WatchedRun.ask(user, cluster.stage.scene(CHATTY));

        const seen = await Promise.all(
          plans.map(async ({ withTickets, cuts }, index) => {
            const { origin } = await badNetwork(cuts, index % 2);
            if (withTickets) return followWithTickets(user, origin, `/agent/runs/${run.id}/events`);
            return rawOf(await readToTheEnd(user.at(origin), run.id));
          }),
        );

        const whole = await run.over();
        expectCompleteRun(whole);
        for (const events of seen) expect(events).toEqual(rawOf(whole));
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('should see every later event once, of a run or a session, from any event on, whichever API processes die', async () => {
    const user = await cluster.user();
    const cut = fc.record({ api: fc.nat(2), bytes: fc.integer({ min: 1, max: 9_000 }) });
    // However slow the machine is and however few the chunks become by that, there are as many events as that.
    const watcher = fc.record({
      ofSession: fc.boolean(),
      withTickets: fc.boolean(),
      from: fc.integer({ min: 1, max: 6 }),
      cuts: fc.array(cut, { maxLength: 6 }),
    });
    const watchers = fc.array(watcher, { minLength: 2, maxLength: 8 });
    const deaths = fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 2 });

    await fc.assert(
      fc.asyncProperty(watchers, deaths, async (plans, atEvents) => {
        const doomed = await Promise.all(atEvents.map(() => cluster.startApi()));
        const living = [...cluster.apis.slice(0, 2), ...doomed];
        const run = await WatchedRun.ask(user, cluster.stage.scene(CHATTY));
        const reached = (seq: number) => run.stream.waitFor(({ data }) => data.seq === seq);

        const dying = doomed.map(async (api, index) => {
          await reached(atEvents[index] ?? 0);
          living.splice(living.indexOf(api), 1);
          await kill(api);
        });
        const seen = await Promise.all(
          plans.map(async ({ ofSession, withTickets, from, cuts }, index) => {
            const { id = '' } = await reached(from);
            const network = await networkOf(() => {
              const { api = index, bytes } = cuts.shift() ?? {};
              return { port: living.at(-1 - (api % living.length))?.port ?? 0, bytes };
            });
            const there = user.at(network.origin);
            if (withTickets) {
              const path = ofSession ? `/agent/stream?session_id=${run.sessionId}` : `/agent/runs/${run.id}/events`;
              return followWithTickets(user, network.origin, path, { lastEventId: id });
            }
            return rawOf(
              await (ofSession ? readSessionToTheEnd(there, run.sessionId, id) : readToTheEnd(there, run.id, id)),
            );
          }),
        );
        await Promise.all(dying);

        const whole = await run.over();
        expectCompleteRun(whole);
        for (const [index, events] of seen.entries()) {
          expect(events).toEqual(rawOf(whole.slice(plans[index]?.from)));
        }
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('should see the same through the eventsource package, which resumes by itself, or with another ticket when its own is used up', async () => {
    const user = await cluster.user();
    const run = await WatchedRun.ask(user, cluster.stage.scene(CHATTY));
    const path = `/agent/runs/${run.id}/events`;
    const cuts = [
      { api: 0, bytes: 2_500 },
      { api: 1, bytes: 4_000 },
    ];
    const [one, other] = [await badNetwork(cuts), await badNetwork(cuts.slice(1))];

    const seen = await Promise.all([
      followWithEventSource(user.at(one.origin), path),
      followWithTickets(user, other.origin, path, { patient: true }),
    ]);

    const whole = rawOf(await run.over());
    expect(seen).toEqual([whole, whole]);
  });

  it('should miss nothing when their API process is killed and they go on at another', async () => {
    const scene = cluster.stage.scene();
    const gate = scene.hold('words');
    const doomed = await cluster.startApi();
    const here = await cluster.user();
    const there = here.at(doomed.url);
    const session_id = 'session-of-the-killed';
    const passages: Passage[] = [{ port: doomed.port }];
    const proxy = await networkOf(() => passages.shift() ?? { port: portOf(0) });

    const sessionWatcher = await openSse(there.url(`/agent/stream?session_id=${session_id}`), {
      headers: there.authorization,
    });
    const asker = await openSse(there.url('/agent/query'), {
      headers: there.authorization,
      body: { message: scene.question, session_id, stream: true, timeout_seconds: 60 },
    });
    const { run_id: id } = (await asker.waitForType('queued')).data as { run_id: string };
    const watcher = readToTheEnd(here.at(proxy.origin), id);
    await Promise.all([gate.reached, asker.waitForType('chunk'), sessionWatcher.waitForType('chunk')]);
    await kill(doomed);
    await Promise.all([asker.ended, sessionWatcher.ended]);
    gate.open();

    const rest = await readToTheEnd(here, id, asker.lastEventId);
    const restOfSession = await openSse(here.url(`/agent/stream?session_id=${session_id}`), {
      headers: { ...here.authorization, 'last-event-id': sessionWatcher.lastEventId as string },
    });
    await restOfSession.waitForType('done');
    await restOfSession.close();
    const whole = [...asker.events, ...rest];
    expectCompleteRun(whole);
    expect(rawOf(await watcher)).toEqual(rawOf(whole));
    expect(rawOf([...sessionWatcher.events, ...restOfSession.events])).toEqual(rawOf(whole));
    expect({ calls: scene.calls, hits: scene.hits }).toEqual({ calls: ['route', 'plan', 'answer'], hits: 1 });
  });

  /** @returns id and data of every event until the end */
  function followWithEventSource(user: ApiClient, path: string): Promise<[string, string][]> {
    const source = new EventSource(user.url(path), {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...user.authorization } }),
    });
    return new Promise((resolve) => {
      const seen: [string, string][] = [];
      source.onmessage = ({ lastEventId, data }: { lastEventId: string; data: string }) => {
        seen.push([lastEventId, data]);
        if ((JSON.parse(data) as { type: string }).type !== 'done') return;
        source.close();
        resolve(seen);
      };
    });
  }
});
