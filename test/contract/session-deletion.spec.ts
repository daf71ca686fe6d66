import { AttachedFiles } from '../../src/agent/runs/attached-files.js';
import { RunCancellation } from '../../src/agent/runs/run-cancellation.js';
import { RunIntake } from '../../src/agent/runs/run-intake.js';
import { type AcceptedRun } from '../../src/agent/runs/accepted-run.js';
import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsService } from '../../src/agent/runs/runs.service.js';
import { SessionDeletion } from '../../src/chat/session-deletion.js';
import { newId } from '../../src/common/ids.js';
import { type Conversation } from '../../src/session/index.js';
import { SessionKeys } from '../../src/session/live/session-keys.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

/** A process may die, or a store be away, between any two of its steps. */
describe('the deletion of a session', () => {
  let desk: RunDesk;
  let asking: RunsService;
  let sut: SessionDeletion;
  let conversation: Conversation;
  let over: RunEntity;

  beforeAll(async () => {
    desk = await createRunDesk('deletion');
    const { runs, conversations, log, dispatcher, lines, closer, config } = desk;
    // What nothing that only waits has a use for.
    const unused = undefined as never;
    const cancellation = new RunCancellation(runs, closer, unused, unused, log);
    const intake = new RunIntake(runs, conversations, log, lines);
    const files = new AttachedFiles(unused, unused);
    asking = new RunsService(
      runs,
      conversations,
      log,
      dispatcher,
      intake,
      cancellation,
      unused,
      unused,
      closer,
      files,
      config,
    );
    sut = new SessionDeletion(conversations, cancellation, asking);
  });
  beforeEach(async () => {
    const userId = newId();
    conversation = await desk.conversations.open(userId, newId());
    const { id, sessionId } = conversation;
    over = await desk.accept(userId, id);
    await desk.database.query('UPDATE runs SET session_id = $2 WHERE id = $1', [over.id, sessionId]);
    await desk.end(over);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => desk.close());

  const find = () => desk.conversations.find(conversation.userId, conversation.sessionId);
  const ask = () =>
    asking.ask({
      userId: conversation.userId,
      sessionId: conversation.sessionId,
      message: 'What?',
      language: 'en',
      onBusy: 'enqueue',
      cache: false,
      files: [],
      requestId: newId(),
    });

  it('should stop what waits in it, and leave nothing of what was said', async () => {
    const waiting = await ask();

    await sut.delete(conversation);

    expect(await find()).toBeUndefined();
    expect(await desk.runs.get(over.id)).toMatchObject({ status: 'cancelled', message: '', answer: null });
    expect(await desk.runs.get(waiting.id)).toMatchObject({ status: 'cancelled', message: '' });
    expect(await desk.log.line(conversation.id)).toEqual([]);
  });

  it.each([
    ['its line cannot be closed', () => jest.spyOn(desk.log, 'closeLine')],
    ['its runs cannot be stopped', () => jest.spyOn(desk.runs, 'unfinishedOf')],
    ['its runs’ records cannot be emptied', () => jest.spyOn(desk.runs, 'forgetConversation')],
    ['it cannot be deleted itself', () => jest.spyOn(desk.conversations, 'delete')],
  ])('should leave it to be seen, and to be deleted again, when %s', async (_what, step) => {
    (step() as unknown as jest.SpyInstance<Promise<never>>).mockRejectedValueOnce(new Error('A store is away'));

    await expect(sut.delete(conversation)).rejects.toThrow('A store is away');

    expect(await find()).toMatchObject({ id: conversation.id });
    await sut.delete(conversation);
    expect(await find()).toBeUndefined();
    expect(await desk.runs.get(over.id)).toMatchObject({ message: '', answer: null });
  });

  it('should stop what came in when it took so long that the line was open again', async () => {
    const unfinishedOf = desk.runs.unfinishedOf.bind(desk.runs);
    let late: AcceptedRun | undefined;
    jest.spyOn(desk.runs, 'unfinishedOf').mockImplementationOnce(async (...asked) => {
      const unfinished = await unfinishedOf(...asked);
      await desk.loseRedis();
      late = await ask();
      return unfinished;
    });

    await sut.delete(conversation);

    expect(await desk.runs.get(late?.id ?? '')).toMatchObject({ status: 'cancelled', message: '' });
  });

  it('should leave alone the session that has its name by now when it is asked for twice', async () => {
    await sut.delete(conversation);
    const next = await desk.conversations.open(conversation.userId, conversation.sessionId);

    await expect(sut.delete(conversation)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });

    expect(await find()).toMatchObject({ id: next.id });
  });

  it('should keep its line closed when another has it deleted once more', async () => {
    const closed = new SessionKeys(desk.redis).closed(conversation.id);
    await sut.delete(conversation);
    const left = await desk.redis.commands.pttl(closed);

    await expect(sut.delete(conversation)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });

    expect(left - (await desk.redis.commands.pttl(closed))).toBeLessThan(60_000);
  });

  it.each([
    ['while it goes on', 'closeLine'],
    ['at its end', 'endSession'],
  ] as const)(
    'should refuse what is asked %s by one who had found it before, and keep nothing of it',
    async (_when, step) => {
      const open = desk.conversations.open.bind(desk.conversations);
      jest.spyOn(desk.conversations, 'open').mockImplementationOnce(async (...asked) => {
        const found = await open(...asked);
        if (step === 'closeLine') await desk.log.closeLine(conversation.id);
        else await sut.delete(conversation);
        return found;
      });
      const ended = jest.spyOn(desk.log, 'endSession');

      await expect(ask()).rejects.toMatchObject({ code: 'SESSION_DELETED' });

      await Promise.all(ended.mock.results.map(({ value }) => value as Promise<void>));
      expect(await asking.list(conversation.userId, { limit: 10 })).toMatchObject({ items: [{ id: over.id }] });
      expect(await desk.log.line(conversation.id)).toEqual([]);
    },
  );
});
