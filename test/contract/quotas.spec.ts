import { Quotas, type Release } from '../../src/agent/usage/quotas.js';
import { UsageRepository } from '../../src/agent/usage/usage.repository.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { NO_USAGE } from '../../src/session/index.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

/** A quota holds for what is asked in one instant, too, and is used by what was spent. */
describe('Quotas', () => {
  let desk: RunDesk;
  let userId: string;

  beforeAll(async () => {
    desk = await createRunDesk('quotas');
  });
  beforeEach(() => {
    userId = newId();
  });
  afterAll(() => desk.close());

  const quotas = (settings: Record<string, string>) =>
    new Quotas(new UsageRepository(desk.database), desk.redis, loadConfig(settings));
  const record = async (): Promise<string> => {
    const [id, conversationId] = [newId(), newId()];
    const said = { sessionId: conversationId, message: 'What?', language: 'en' as const, timeoutMs: 60_000 };
    const keys = { idempotencyKey: null, requestHash: null, requestId: null };
    await desk.runs.create({ id, userId, conversationId, options: { cache: false }, ...said, ...keys });
    return id;
  };
  const ask = async (sut: Quotas): Promise<string> => {
    const release = await sut.reserve(userId);
    try {
      return await record();
    } finally {
      await release();
    }
  };
  const end = async (id: string, status: 'succeeded' | 'failed' | 'cancelled', total_tokens: number) => {
    const run = await desk.runs.get(id);
    if (run === undefined) throw new Error('The run is gone');
    const nothing = { sources: [], tool_calls: [], artifacts: [] };
    const usage = { ...NO_USAGE, total_tokens };
    const answer = { content: '', language: 'en' as const, model: 'model', usage, ...nothing };
    await desk.closer.close(run, run.fence, { status, answer, agentEvents: [] });
  };

  it('should let in as many of those that come in one instant as are left, at whatever process', async () => {
    const [one, other] = [quotas({ AGENT_DAILY_RUNS: '4' }), quotas({ AGENT_DAILY_RUNS: '4' })];
    await ask(one);

    const asked = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => ask(index % 2 ? one : other)));

    const refused = asked.filter((each) => each.status === 'rejected');
    expect(asked.length - refused.length).toBe(3);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'RUN_QUOTA_EXCEEDED' });
    expect((await one.states(userId)).runs).toEqual({ limit: 4, used: 4, reserved: 0, left: 0 });
  });

  it('should set tokens aside until a question is over, and then take what it spent, however it ended', async () => {
    const sut = quotas({ AGENT_DAILY_TOKENS: '1000', AGENT_RESERVED_TOKENS: '400' });
    const asked = await Promise.allSettled(Array.from({ length: 6 }, () => ask(sut)));

    const runs = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const [refusal] = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(runs).toHaveLength(3);
    expect(refusal).toMatchObject({ code: 'TOKEN_QUOTA_RESERVED', retryAfter: expect.any(Number) });
    expect((await sut.states(userId)).tokens).toEqual({ limit: 1000, used: 0, reserved: 1200, left: 0 });

    for (const [index, status] of (['succeeded', 'failed', 'cancelled'] as const).entries())
      await end(runs[index] ?? '', status, 100);
    expect((await sut.states(userId)).tokens).toEqual({ limit: 1000, used: 300, reserved: 0, left: 700 });

    await end(await ask(sut), 'succeeded', 700);
    await expect(sut.reserve(userId)).rejects.toMatchObject({ code: 'TOKEN_QUOTA_EXCEEDED' });
  });

  it('should give back what was set aside for a question that was not taken in', async () => {
    const sut = quotas({ AGENT_DAILY_RUNS: '1' });
    const release = await sut.reserve(userId);
    await expect(sut.reserve(userId)).rejects.toMatchObject({ code: 'RUN_QUOTA_EXCEEDED' });

    await release();

    await expect(ask(sut)).resolves.toBeDefined();
  });

  it('should ask nobody anything where there is no quota', async () => {
    const sut = new Quotas(undefined as never, undefined as never, loadConfig({}));

    const release: Release = await sut.reserve(userId);

    await expect(release()).resolves.toBeUndefined();
  });
});
