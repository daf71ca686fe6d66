import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Response } from 'express';
import { type AcceptedRun } from '../../src/agent/runs/accepted-run.js';
import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { EventStreamResponse } from '../../src/agent/streams/event-stream-response.js';
import { RunStreams } from '../../src/agent/streams/run-streams.js';
import { LOG_START } from '../../src/session/live/log-position.js';
import { LogReader } from '../../src/session/live/log-reader.js';
import { LogView } from '../../src/session/live/log-view.js';
import { SessionKeys } from '../../src/session/live/session-keys.js';
import { type WrittenEvent } from '../../src/session/live/live-run.js';
import { openSse, type SseEvent, type SseStream } from '../support/sse-client.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

/** All timers but those of what is done again and again. */
const AS_EVER = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setTimeout',
  'clearTimeout',
] as const;
/** What one is told who had heard of a run that begins anew. */
const ANEW = [
  ['gap', undefined],
  ['queued', 1],
];
const THINKING = { json: '{"type":"thinking"}' };

/** What a watcher is told when Redis has lost something, or the process that tells it has slept. */
describe('RunStreams', () => {
  let desk: RunDesk;
  let reader: LogReader;
  let view: LogView;
  let server: Server;
  let sut: RunStreams;
  let run: RunEntity;
  let follow: (response: EventStreamResponse) => Promise<unknown>;

  beforeAll(async () => {
    desk = await createRunDesk('streams');
    server = createServer((_request, response) => {
      void follow(new EventStreamResponse(response as Response));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(async () => {
    reader = new LogReader(desk.redis);
    view = new LogView(desk.redis);
    sut = new RunStreams(reader, desk.log, view, desk.runs);
    run = await desk.accept(randomUUID());
  });
  afterEach(() => {
    jest.useRealTimers();
    reader.beforeApplicationShutdown();
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await desk.close();
  });

  const live = ({ id, conversationId }: RunEntity) => ({ runId: id, conversationId });
  const watch = (what: typeof follow): Promise<SseStream> => {
    follow = what;
    return openSse(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  };
  const accepted = (): AcceptedRun => {
    const { id, conversationId, sessionId } = run;
    return { id, conversationId, sessionId, before: LOG_START, queued: undefined };
  };
  const watchRun = () => watch((response) => sut.followRun(accepted(), () => response));
  const watchSession = (from: string | undefined = LOG_START) =>
    watch((response) =>
      sut.followSession(
        { id: run.conversationId, sessionId: run.sessionId, userId: run.userId } as never,
        response,
        from,
      ),
    );
  /** One who watches the session hears that the run is queued, and leaves. @returns the id to come back with */
  const hearOfTheRun = async (): Promise<string | undefined> => {
    const stream = await watchSession();
    const { id } = await stream.waitForType('queued');
    await stream.close();
    return id;
  };
  const told = (events: readonly SseEvent[]) =>
    events
      .filter(({ data }) => data.type !== 'another' && (data.type !== 'snapshot' || data.run_id === run.id))
      .map(({ data }) => [data.type, data.seq]);
  const say = (text: string, fence = 1) => desk.log.append(live(run), fence, [{ json: '{"type":"chunk"}', text }]);
  /** Redis loses all it has of the session. */
  const lose = async (...runs: readonly RunEntity[]): Promise<void> => {
    await desk.redis.commands.del(await desk.redis.commands.keys(desk.redis.key('*', '*', run.conversationId)));
    for (const { id } of runs)
      await desk.redis.commands.del(await desk.redis.commands.keys(desk.redis.key('*', 'run', id)));
  };
  /** Redis loses it, and somebody else asks in the session before anything is written back. */
  const loseAll = async (): Promise<void> => {
    await lose(run);
    const another = { runId: randomUUID(), conversationId: run.conversationId };
    await desk.log.admit(another, 'enqueue', '{"type":"another"}', 0);
  };

  describe.each([
    ['of the run', watchRun],
    ['of its session', () => watchSession()],
  ])('one who watches the stream %s', (_which, open) => {
    it('should be told of a gap and the answer so far when an event was lost that nobody had read', async () => {
      reader.onApplicationBootstrap();
      const { events } = await desk.log.begin(live(run), 1);
      const stream = await open();
      await stream.waitForType('queued');
      const beside = await watchSession();
      // Said in the moment before Redis lost it.
      const [time = '', count] = (events[0] as WrittenEvent).position.split('-');
      const unread = { position: `${time}-${Number(count) + 1}`, data: '{"seq":2,"type":"chunk"}' };
      await loseAll();
      // What is written back stands before it now, and has been passed over.
      await beside.waitForType('another');
      await beside.close();

      await desk.log.restore(live(run), 1, [...events, unread], 'The answer ');
      await say('so far.');

      const snapshot = await stream.waitForType('snapshot');
      await desk.log.append(live(run), 1, [THINKING]);
      await stream.waitFor(({ data }) => data.seq === 4);
      await stream.close();
      expect(snapshot.data).toMatchObject({ run_id: run.id, seq: 3, content: 'The answer so far.' });
      const types = told(stream.events);
      expect(types.slice(0, 1)).toEqual([['queued', 1]]);
      expect(types.slice(-3)).toEqual([
        ['gap', undefined],
        ['snapshot', 3],
        ['thinking', 4],
      ]);
      expect(types).toHaveLength(4);
    });

    it('should be told of a gap before a run begins anew', async () => {
      reader.onApplicationBootstrap();
      const stream = await open();
      await stream.waitForType('queued');
      await loseAll();

      await desk.log.admit(live(run), 'enqueue', '{"type":"queued","again":true}', 0);

      await stream.waitFor(({ data }) => data.again);
      await stream.close();
      expect(told(stream.events)).toEqual([
        ['queued', 1],
        ['gap', undefined],
        ['queued', 1],
      ]);
    });
  });

  describe('one who watches a session', () => {
    it('should be told of a gap before a run begins anew of which they heard before they came back', async () => {
      reader.onApplicationBootstrap();
      const id = await hearOfTheRun();
      const back = await watchSession(id);
      await loseAll();

      await desk.log.admit(live(run), 'enqueue', '{"type":"queued"}', 0);

      await back.waitForType('queued');
      await back.close();
      expect(told(back.events)).toEqual(ANEW);
    });

    it('should be told of a gap before a run begins anew that Redis has lost when they come back', async () => {
      reader.onApplicationBootstrap();
      const atWork = await desk.accept(run.userId, run.conversationId);
      const { events } = await desk.log.begin(live(atWork), 1);
      const before = await watchSession();
      await before.waitFor(({ id: position }) => position === events.at(-1)?.position);
      await before.close();
      await lose(run, atWork);
      await desk.log.restore(live(atWork), 1, events, '');

      const asked = jest.spyOn(desk.runs, 'unsettledOf');
      const back = await watchSession(events.at(-1)?.position);
      await asked.mock.results[0]?.value;
      await desk.log.admit(live(run), 'enqueue', '{"type":"queued","again":true}', 0);

      await back.waitFor(({ data }) => data.again);
      await back.close();
      expect(told(back.events)).toEqual(ANEW);
    });

    it.each([
      ['begins anew', () => desk.log.admit(live(run), 'again', '{"type":"queued"}', 0), 'queued'],
      ['ends', () => desk.end(run), 'cancelled'],
    ])(
      'should be told of a gap before a run that %s of which they may have heard a moment ago',
      async (_what, go, type) => {
        reader.onApplicationBootstrap();
        const atWork = await desk.accept(run.userId, run.conversationId);
        const { events } = await desk.log.begin(live(atWork), 1);
        await desk.database.query('UPDATE runs SET created_at = now() WHERE id = $1', [run.id]);
        await lose(run, atWork);
        await desk.log.restore(live(atWork), 1, events, '');

        const asked = jest.spyOn(desk.runs, 'unsettledOf');
        const back = await watchSession(events.at(-1)?.position);
        await asked.mock.results[0]?.value;
        await go();

        await back.waitForType(type);
        await back.close();
        expect(told(back.events).slice(0, 2)).toEqual([
          ['gap', undefined],
          [type, 1],
        ]);
      },
    );

    it.each([
      ['comes', undefined, ['snapshot', 'snapshot']],
      ['comes back too late', '1-1', ['gap', 'snapshot', 'snapshot']],
    ])('should have no id to come back with before they know all when one %s', async (_when, from, types) => {
      await desk.log.begin(live(run), 1);
      await say('The answer so far.');
      await desk.accept(run.userId, run.conversationId);
      const [last] = await desk.redis.commands.xrevrange(
        new SessionKeys(desk.redis).log(run.conversationId),
        '+',
        '-',
        'COUNT',
        1,
      );

      const stream = await watch((response) =>
        sut.followSession(
          { id: run.conversationId, sessionId: run.sessionId, userId: run.userId } as never,
          response,
          from,
        ),
      );

      await stream.waitFor(({ id }) => id === last?.[0]);
      await stream.close();
      expect(stream.events.map(({ data }) => data.type)).toEqual(types);
      expect(stream.events.map(({ id }) => id)).toEqual([...types.slice(1).map(() => undefined), last?.[0]]);
    });

    it('should be told of a gap before a run begins anew to which another gave its place back', async () => {
      reader.onApplicationBootstrap();
      const id = await hearOfTheRun();
      await lose(run);
      const later = { runId: randomUUID(), conversationId: run.conversationId };
      await desk.log.admit(later, 'enqueue', '{"type":"another"}', 0, { standing: { waiting: [run.id] } });
      const position = `${Number(id?.split('-')[0]) + 60_000}-0`;
      await desk.redis.commands.xadd(
        new SessionKeys(desk.redis).log(run.conversationId),
        position,
        'run',
        later.runId,
        'data',
        '{"seq":2,"type":"another"}',
      );

      // What they have heard of is known by then.
      const known = new Promise<void>((resolve) => {
        const holds = view.holds.bind(view);
        jest.spyOn(view, 'holds').mockImplementationOnce((...asked) => {
          resolve();
          return holds(...asked);
        });
      });
      const back = await watchSession(position);
      await known;
      await desk.log.admit(live(run), 'enqueue', '{"type":"queued"}', 0);

      await back.waitForType('queued');
      await back.close();
      expect(told(back.events)).toEqual(ANEW);
    });

    it('should be told the end of a run, once, that ended while they were away and whose log is lost', async () => {
      reader.onApplicationBootstrap();
      const id = await hearOfTheRun();
      await desk.end(run);
      await loseAll();

      const back = await watchSession(id);

      await back.waitFor(({ data }) => data.type === 'snapshot' && data.run_id !== run.id);
      await desk.closer.settle((await desk.runs.get(run.id)) as RunEntity);
      await desk.log.admit({ ...live(run), runId: randomUUID() }, 'enqueue', '{"type":"later"}', 0);
      await back.waitForType('later');
      await back.close();
      const types = back.events.filter(({ data }) => data.run_id === run.id).map(({ data }) => data.type);
      expect(types).toEqual(['snapshot', 'cancelled', 'done']);
      expect(back.events[0]?.data.type).toBe('gap');
      expect(back.events.slice(0, 4).map((event) => event.id)).toEqual([undefined, undefined, undefined, undefined]);
    });

    it('should be told the end of a run that came before they are back, also while it is not noted as settled', async () => {
      reader.onApplicationBootstrap();
      const id = await hearOfTheRun();
      await lose(run);
      jest.spyOn(desk.runs, 'settle').mockResolvedValue();
      await desk.end(run);

      const back = await watchSession(id);

      await back.waitForType('done');
      await back.close();
      expect(back.events.map(({ data }) => data.type)).toEqual(['gap', 'snapshot', 'cancelled', 'done']);
    });

    it('should be told the end also when they find nothing, are cut off, and it comes and is lost before they are back', async () => {
      reader.onApplicationBootstrap();
      const id = await hearOfTheRun();
      await lose(run);
      const cut = await watchSession(id);
      const gap = await cut.waitForType('gap');
      await cut.close();
      await desk.end(run);
      await lose(run);

      const back = await watchSession(gap.id);

      await back.waitForType('done');
      await back.close();
      expect(back.events.map(({ data }) => data.type)).toEqual(['gap', 'snapshot', 'cancelled', 'done']);
    });

    it('should not be told the end of a run again that is carried through once more', async () => {
      reader.onApplicationBootstrap();
      const stream = await watchSession();
      await desk.end(run);
      await stream.waitForType('done');
      await loseAll();

      await desk.closer.settle((await desk.runs.get(run.id)) as RunEntity);
      await desk.log.admit({ ...live(run), runId: randomUUID() }, 'enqueue', '{"type":"later"}', 0);

      await stream.waitForType('later');
      await stream.close();
      expect(stream.events.filter(({ data }) => data.type === 'done')).toHaveLength(1);
    });
  });

  it('should tell all of a run that is over to one who comes with an id of elsewhere, however high', async () => {
    reader.onApplicationBootstrap();
    await desk.end(run);
    const comeWith = (id: string) => watch((response) => sut.followRun(accepted(), () => response, id));

    const events = await (await comeWith('99999999999999-0')).toEnd();

    expect(told(events)).toEqual([
      ['gap', undefined],
      ['queued', 1],
      ['cancelled', 2],
      ['done', 3],
    ]);
    expect(await sut.followRun(accepted(), () => fail('There is nothing to tell'), events.at(-1)?.id)).toBe(false);
  });

  it('should tell every event from the log to one whose process slept until the run was over', async () => {
    jest.useFakeTimers({ doNotFake: [...AS_EVER] });
    const stream = await watchRun();
    await say('A word.', 0);
    await desk.end(run);
    const asked = jest.spyOn(desk.runs, 'get');

    // It wakes, and its timer comes before what the log has for it.
    jest.advanceTimersByTime(15_000);
    await asked.mock.results[0]?.value;
    jest.useRealTimers();
    reader.onApplicationBootstrap();

    const events = await stream.toEnd();
    expect(events.map(({ data }) => data.seq)).toEqual([1, 2, 3, 4]);
    expect(events.at(-1)?.data).toMatchObject({ type: 'done', digest: expect.any(String) });
  });
});
