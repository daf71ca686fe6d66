import { RunExecutor } from '../../src/agent/worker/run-executor.js';
import { RunLeases } from '../../src/agent/worker/run-leases.js';
import { AppError } from '../../src/common/errors/app-error.js';
import { CommonErrors } from '../../src/common/errors/common.errors.js';
import { newId } from '../../src/common/ids.js';
import { NO_USAGE } from '../../src/session/index.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

const answer = {
  content: 'The answer.',
  language: 'en',
  sources: [],
  tool_calls: [],
  artifacts: [],
  usage: NO_USAGE,
  model: 'model',
} as const;

/** The agent has done its work, and its answer is paid for. */
describe('an answer that is made', () => {
  let desk: RunDesk;
  let sut: RunExecutor;

  beforeAll(async () => {
    desk = await createRunDesk('kept');
    const { runs, log, closer, lines, config } = desk;
    const attempts = { work: () => Promise.resolve({ answer, agentEvents: [] }) } as never;
    const runtime = { model: 'model' } as never;
    sut = new RunExecutor(runs, log, closer, lines, attempts, undefined as never, new RunLeases(runs), runtime, config);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => desk.close());

  const work = async () => {
    const run = await desk.accept(newId());
    return {
      runId: run.id,
      worked: sut.execute({ runId: run.id, first: true }, new AbortController()),
      record: () => desk.runs.get(run.id),
    };
  };

  it('should be recorded as soon as PostgreSQL is back', async () => {
    const finish = jest
      .spyOn(desk.runs, 'finish')
      .mockRejectedValueOnce(new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE));

    const { worked, record } = await work();
    await worked;

    expect(await record()).toMatchObject({ status: 'succeeded', answer });
    expect(finish).toHaveBeenCalledTimes(2);
  });

  it('should be no failure when it cannot be recorded: the run is tried again', async () => {
    const finish = jest.spyOn(desk.runs, 'finish').mockRejectedValueOnce(new Error('a fault of ours'));

    const { worked, record } = await work();
    await expect(worked).rejects.toThrow('a fault of ours');

    expect(await record()).toMatchObject({ status: 'running' });
    expect(finish).toHaveBeenCalledTimes(1);
  });

  it('should cost no attempt when a worker that takes the run over does not reach its log', async () => {
    const run = await desk.accept(newId());
    await desk.runs.begin(run.id, 'model');
    jest.spyOn(desk.log, 'begin').mockRejectedValueOnce(new Error('Redis is away'));
    const take = () => sut.execute({ runId: run.id, first: true }, new AbortController());

    await expect(take()).rejects.toThrow('Redis is away');
    expect(await desk.runs.get(run.id)).toMatchObject({ attempts: 1, fence: 2 });

    await take();
    expect(await desk.runs.get(run.id)).toMatchObject({ status: 'succeeded', attempts: 2 });
  });
});
