import { randomUUID } from 'node:crypto';
import { type AcceptedRun } from '../../src/agent/runs/accepted-run.js';
import { AttachedFiles } from '../../src/agent/runs/attached-files.js';
import { RunIntake } from '../../src/agent/runs/run-intake.js';
import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { type AskCommand, RunsService } from '../../src/agent/runs/runs.service.js';
import { type RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { AppError } from '../../src/common/errors/app-error.js';
import { CommonErrors } from '../../src/common/errors/common.errors.js';
import { elsewhere } from './support/conversations-elsewhere.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

/** A question is on record and in its session's line, or it is neither. */
describe.each([
  ['a session that the client names', 'a-session', true],
  ['a session that nobody knows yet', undefined, true],
  ['a session that nobody knows yet, where conversations stand in another database', undefined, false],
])('a question in %s', (_what, sessionId, beside) => {
  let desk: RunDesk;
  let dispatch: jest.SpyInstance;
  const cancelSession = jest.fn<Promise<void>, unknown[]>();
  let sut: RunsService;
  let userId: string;

  beforeAll(async () => {
    desk = await createRunDesk('accepted', {}, beside ? undefined : elsewhere);
    const { runs, conversations, log, dispatcher, lines, closer, config } = desk;
    // What a question has no use for that is not cached and has no files.
    const unused = undefined as never;
    sut = new RunsService(
      runs,
      conversations,
      log,
      dispatcher,
      new RunIntake(runs, conversations, log, lines),
      { cancelSession } as never,
      unused,
      unused,
      closer,
      new AttachedFiles(unused, unused),
      config,
    );
  });
  beforeEach(() => {
    userId = randomUUID();
    dispatch = jest.spyOn(desk.dispatcher, 'dispatch');
    cancelSession.mockReset().mockResolvedValue();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => desk.close());

  const ask = (more: Partial<AskCommand> = {}) =>
    sut.ask({
      userId,
      message: 'What?',
      language: 'en',
      sessionId,
      onBusy: 'enqueue',
      cache: false,
      files: [],
      requestId: randomUUID(),
      ...more,
    });
  const recorded = async () => (await sut.list(userId, { limit: 10 })).items.map(({ id }) => id);
  const opened = async () =>
    (await desk.conversations.list(userId, { limit: 10, status: 'all' })).items.map(({ id }) => id);

  it('should be on record, in the line, in a conversation and have a job when it is accepted', async () => {
    const run = await ask();

    expect(await recorded()).toEqual([run.id]);
    expect(await desk.log.line(run.conversationId)).toEqual([run.id]);
    expect(await desk.conversations.find(userId, run.sessionId)).toMatchObject({ id: run.conversationId });
    expect(JSON.parse(run.queued?.data ?? '')).toMatchObject({ seq: 1, type: 'queued', run_id: run.id });
    expect(dispatch).toHaveBeenCalledTimes(1);
  });

  it('should leave no record when the line does not take it, however long the record takes', async () => {
    jest.spyOn(desk.log, 'admit').mockRejectedValueOnce(new Error('Redis is away'));
    const how = sessionId === undefined && beside ? 'createOpening' : 'create';
    const create = desk.runs[how].bind(desk.runs);
    let recording: ReturnType<RunsRepository['create']> | undefined;
    jest.spyOn(desk.runs, how).mockImplementationOnce((run) => {
      recording = desk.database.query('SELECT pg_sleep(0.1)').then(() => create(run));
      return recording;
    });

    await expect(ask()).rejects.toThrow('Redis is away');

    await recording;
    expect(await recorded()).toEqual([]);
    // One that the client named is there to be asked in again.
    expect(await opened()).toHaveLength(sessionId === undefined ? 0 : 1);
    expect(dispatch).not.toHaveBeenCalled();
  });

  // What is recorded and opened in one statement cannot be the one without the other.
  if (sessionId !== undefined || !beside)
    it('should leave no record and get no job when its conversation cannot be opened', async () => {
      jest.spyOn(desk.conversations, 'open').mockRejectedValueOnce(new Error('MongoDB is away'));

      await expect(ask()).rejects.toThrow('MongoDB is away');

      expect(await recorded()).toEqual([]);
      expect(dispatch).not.toHaveBeenCalled();
    });

  // One that nobody knows yet cannot be deleted, nor its run be stopped.
  if (sessionId !== undefined) {
    /** Has something happen to the question when it is on record and not in the line yet. */
    const beforeTheLine = (happens: (run: RunEntity) => Promise<unknown>) => {
      const admit = desk.log.admit.bind(desk.log);
      jest.spyOn(desk.log, 'admit').mockImplementationOnce(async (run, ...rest) => {
        await happens((await desk.runs.get(run.runId)) as RunEntity);
        return admit(run, ...rest);
      });
    };

    it('should leave no record when the session is deleted before it is in the line', async () => {
      beforeTheLine((run) => desk.log.closeLine(run.conversationId));

      await expect(ask()).rejects.toMatchObject({ code: 'SESSION_DELETED' });

      expect(await recorded()).toEqual([]);
      expect(dispatch).not.toHaveBeenCalled();
    });

    describe('when Redis has lost the run at work', () => {
      let atWork: AcceptedRun;

      beforeEach(async () => {
        atWork = await ask();
        await desk.runs.begin(atWork.id, 'model');
        await desk.loseRedis();
        dispatch.mockClear();
      });

      it('should wait behind it', async () => {
        const next = await ask();

        expect(await desk.log.line(next.conversationId)).toEqual([atWork.id, next.id]);
        expect(JSON.parse(next.queued?.data ?? '')).toMatchObject({ type: 'queued', position: 1 });
        expect(dispatch).not.toHaveBeenCalled();
      });

      it('should be refused where it was not to wait', async () => {
        await expect(ask({ onBusy: 'reject' })).rejects.toMatchObject({ code: 'SESSION_BUSY' });

        expect(await recorded()).toEqual([atWork.id]);
      });

      it('should interrupt it where it was to', async () => {
        const next = await ask({ onBusy: 'interrupt' });

        expect(cancelSession.mock.calls).toEqual([[userId, next.conversationId, 'superseded', next.id]]);
      });
    });

    it('should be taken back later, and refused at once, when PostgreSQL is away in that moment', async () => {
      const first = await ask();
      const discard = jest.spyOn(desk.runs, 'discard');
      discard.mockRejectedValueOnce(new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE));

      await expect(ask({ onBusy: 'reject' })).rejects.toMatchObject({ code: 'SESSION_BUSY' });

      while (discard.mock.results.length < 2) await new Promise((resolve) => setImmediate(resolve));
      await discard.mock.results[1]?.value;
      expect(await recorded()).toEqual([first.id]);
    });

    it('should be accepted when it was let in and begun while the process that refuses it was taken for dead', async () => {
      const first = await ask();
      const admit = desk.log.admit.bind(desk.log);
      jest.spyOn(desk.log, 'admit').mockImplementationOnce(async (run, ...asked) => {
        const refused = await admit(run, ...asked);
        await desk.end((await desk.runs.get(first.id)) as RunEntity);
        await admit(run, 'enqueue', '{"type":"queued"}', 0);
        await desk.runs.begin(run.runId, 'model');
        return refused;
      });

      const second = await ask({ onBusy: 'reject' });

      expect(await desk.runs.get(second.id)).toMatchObject({ status: 'running' });
      expect(second.before).toBeDefined();
    });

    it.each([
      ['finds its record', false],
      ['comes a moment before its record', true],
    ])('should be refused to a repetition, too, that %s when it is not accepted', async (_when, before) => {
      const first = await ask();
      const repeated = { idempotencyKey: 'key', onBusy: 'reject' } as const;
      const find = desk.runs.findByIdempotencyKey.bind(desk.runs);
      const finding = jest.spyOn(desk.runs, 'findByIdempotencyKey');
      let second: Promise<unknown> | undefined;
      beforeTheLine(async () => {
        const found = new Promise<void>((resolve) => {
          finding.mockImplementation(async (...asked) => {
            const run = await find(...asked);
            if (run !== undefined) resolve();
            return run;
          });
        });
        if (before) finding.mockResolvedValueOnce(undefined);
        second = ask(repeated);
        second.catch(() => undefined);
        await found;
      });

      await expect(ask(repeated)).rejects.toMatchObject({ code: 'SESSION_BUSY' });

      await expect(second).rejects.toMatchObject({ code: 'SESSION_BUSY' });
      expect(await recorded()).toEqual([first.id]);
    });

    it('should say that it was cancelled when whoever deletes the session has found its record', async () => {
      beforeTheLine((run) => desk.end(run));

      await expect(ask()).rejects.toMatchObject({ code: 'RUN_CANCELLED' });

      expect(await sut.list(userId, { limit: 10 })).toMatchObject({ items: [{ status: 'cancelled' }] });
      expect(dispatch).not.toHaveBeenCalled();
    });
  }

  it('should not stand in the line when it was let in, and nobody was told', async () => {
    const admit = desk.log.admit.bind(desk.log);
    jest.spyOn(desk.log, 'admit').mockImplementationOnce(async (...asked) => {
      await admit(...asked);
      throw new Error('No answer of Redis');
    });
    const withdraw = jest.spyOn(desk.lines, 'withdraw');

    await expect(ask()).rejects.toThrow('No answer of Redis');

    await withdraw.mock.results[0]?.value;
    const refused = withdraw.mock.calls[0]?.[0] as RunEntity;
    expect(await desk.log.line(refused.conversationId)).toEqual([]);
    expect(await recorded()).toEqual([]);
    const session = sessionId ?? (expect.any(String) as string);
    expect(await desk.events(refused)).toMatchObject([
      { type: 'queued', session_id: session },
      { type: 'error', code: 'DEPENDENCY_UNAVAILABLE', session_id: session, retryable: true },
      { type: 'done', status: 'failed' },
    ]);
  });

  it('should be taken back when it is on record and nobody was told', async () => {
    const how = sessionId === undefined && beside ? 'createOpening' : 'create';
    const create = desk.runs[how].bind(desk.runs);
    const away = new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE);
    jest.spyOn(desk.runs, how).mockImplementationOnce(async (run) => {
      await create(run);
      throw away;
    });
    jest.spyOn(desk.runs, 'discard').mockRejectedValueOnce(away);
    const withdraw = jest.spyOn(desk.lines, 'withdraw');
    const withdrawn = new Promise<unknown>((resolve) => {
      withdraw.mockImplementationOnce(async (run) => {
        withdraw.mockRestore();
        await desk.lines.withdraw(run);
        resolve(run);
      });
    });

    await expect(ask()).rejects.toBe(away);

    const { conversationId } = (await withdrawn) as RunEntity;
    expect(await recorded()).toEqual([]);
    expect(await desk.log.line(conversationId)).toEqual([]);
    expect(dispatch).not.toHaveBeenCalled();
  });

  it('should get no job when it cannot be recorded', async () => {
    jest.spyOn(desk.database, 'query').mockRejectedValue(new Error('PostgreSQL is away'));

    await expect(ask()).rejects.toThrow('PostgreSQL is away');
    jest.restoreAllMocks();

    expect(await recorded()).toEqual([]);
    expect(dispatch).not.toHaveBeenCalled();
  });

  it('should be one run when it is asked twice at the same time with one Idempotency-Key', async () => {
    const asked = await Promise.all([ask({ idempotencyKey: 'key' }), ask({ idempotencyKey: 'key' })]);

    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(await recorded()).toEqual([asked[0]?.id]);
    expect(await opened()).toEqual([asked[0]?.conversationId]);
    expect(dispatch).toHaveBeenCalledTimes(1);
  });

  it('should be that of the first request when a repetition is refused because the first took what was left', async () => {
    const idempotencyKey = 'key';
    let first: AcceptedRun | undefined;
    const beforeNew = async (): Promise<never> => {
      first = await ask({ idempotencyKey });
      throw new Error('Nothing is left');
    };

    const repeated = await ask({ idempotencyKey, beforeNew });

    expect(repeated.id).toBe(first?.id);
    expect(await recorded()).toEqual([repeated.id]);
    await expect(ask({ idempotencyKey: 'another', beforeNew })).rejects.toThrow('Nothing is left');
  });

  it('should interrupt only what was asked before it, and not its own run when the request is repeated', async () => {
    const urgent = { sessionId: `urgent-${randomUUID()}`, onBusy: 'interrupt' } as const;

    const asked = await Promise.all([
      ask({ ...urgent, idempotencyKey: 'key' }),
      ask({ ...urgent, idempotencyKey: 'key' }),
    ]);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(cancelSession).not.toHaveBeenCalled();

    const { id, conversationId } = await ask(urgent);
    expect(cancelSession.mock.calls).toEqual([[userId, conversationId, 'superseded', id]]);
  });
});
