import { AgentModelErrors } from '../../src/agent/agent-model.errors.js';
import { AnswerCache } from '../../src/agent/cache/answer-cache.js';
import { RunEffectsRepository } from '../../src/agent/runs/run-effects.repository.js';
import { type RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunAttachments } from '../../src/agent/worker/attachments/run-attachments.js';
import { RunAttempts } from '../../src/agent/worker/run-attempts.js';
import { type RunArtifacts } from '../../src/agent/worker/run-artifacts.js';
import { RunExecutor } from '../../src/agent/worker/run-executor.js';
import { RunLeases } from '../../src/agent/worker/run-leases.js';
import { AgentRuntime } from '../../src/agent/worker/runtime/agent-runtime.port.js';
import { ToolLedgers } from '../../src/agent/worker/tool-ledgers.js';
import { AppError } from '../../src/common/errors/app-error.js';
import { type ErrorKind } from '../../src/common/errors/error-registry.js';
import { newId } from '../../src/common/ids.js';
import { NO_USAGE } from '../../src/session/index.js';
import { makeNewRun } from '../factories/new-run.js';
import { createRunDesk, type RunDesk } from './support/run-desk.js';

const OLDER = 'Exports were 468.9 and 1.';
const UNMATCHED = { text: '1', offset: OLDER.length - 2 };

/** An agent whose only model fails, always in the same way. */
class FailingAgent extends AgentRuntime {
  readonly model = 'model';
  readonly version = '1';
  failure: ErrorKind = AgentModelErrors.MODEL_OVERLOADED;

  warmUp = () => Promise.resolve();
  choose = () => undefined;
  models = () => [];
  run = () => Promise.reject(new AppError(this.failure));
}

describe('a run whose model fails', () => {
  const agent = new FailingAgent();
  let desk: RunDesk;
  let answers: AnswerCache;
  let sut: RunExecutor;
  let userId: string;
  let message: string;

  beforeAll(async () => {
    desk = await createRunDesk('stale', { AGENT_MAX_RETRIES: '0' });
    const { runs, conversations, log, closer, lines, config } = desk;
    answers = new AnswerCache(desk.cache, desk.redis, config);
    const noFiles = { of: () => undefined, madeBy: async () => [], dropAllBut: async () => undefined };
    const artifacts = noFiles as unknown as RunArtifacts;
    // What a question without files has no use for.
    const unused = undefined as never;
    const files = new RunAttachments(unused, unused);
    const ledgers = new ToolLedgers(new RunEffectsRepository(desk.database));
    const attempts = new RunAttempts(runs, conversations, answers, ledgers, artifacts, files, agent, config);
    sut = new RunExecutor(runs, log, closer, lines, attempts, artifacts, new RunLeases(runs), agent, config);
  });
  beforeEach(async () => {
    [userId, message] = [newId(), `What? ${newId()}`];
    agent.failure = AgentModelErrors.MODEL_OVERLOADED;
    // It was worked out so long ago that it is given to nobody who can be answered anew.
    const then = Date.now() - desk.config.agent.cache.ttlMs - 1_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(then);
    await answers.keep(
      { userId: newId(), message, language: 'en', runtimeVersion: agent.version },
      {
        runId: newId(),
        answer: {
          content: OLDER,
          language: 'en',
          model: 'model',
          sources: [],
          tool_calls: [],
          artifacts: [],
          usage: NO_USAGE,
          grounding: { checked: 2, matched: 1, derived: 0, unmatched: [UNMATCHED] },
        },
        agentEvents: [],
      },
    );
    clock.mockRestore();
  });
  afterAll(() => desk.close());

  /** @returns the record and what its watchers were told */
  const execute = async (options: { cache: boolean }) => {
    const { id: conversationId } = await desk.conversations.open(userId, 'session');
    const asked = makeNewRun({ userId, conversationId, message, options });
    await desk.runs.create(asked);
    await desk.log.admit({ runId: asked.id, conversationId }, 'enqueue', '{"type":"queued"}', 0);
    await sut.execute({ runId: asked.id, first: true }, new AbortController());
    const record = (await desk.runs.get(asked.id)) as RunEntity;
    return { record, told: await desk.events(record) };
  };

  it('should be answered by what the question was answered before, marked as such, when there is that', async () => {
    const { record, told } = await execute({ cache: true });

    const content = `> The agent cannot answer right now. This is the answer the same question got earlier.\n\n${OLDER}`;
    expect(told.slice(1)).toMatchObject([
      { type: 'start' },
      { type: 'retry', reason: 'MODEL_OVERLOADED' },
      { type: 'chunk', content },
      { type: 'message', content },
      { type: 'done', status: 'succeeded', cache_hit: true },
    ]);
    expect(record).toMatchObject({ status: 'succeeded', cacheHit: true, answer: { content } });
    // What is not vouched for is still found in the text.
    const [unmatched] = record.answer?.grounding?.unmatched ?? [];
    expect(content.slice(unmatched?.offset).startsWith('1.')).toBe(true);
  });

  it.each([
    ['no answer from the cache is wanted', false, AgentModelErrors.MODEL_OVERLOADED],
    ['the failure will not pass', true, AgentModelErrors.MODEL_UNAUTHORIZED],
  ])('should fail when %s', async (_when, cached, failure) => {
    agent.failure = failure;

    const { record, told } = await execute({ cache: cached });

    expect(told.slice(1)).toMatchObject([{ type: 'start' }, { type: 'error', code: failure.code }, { type: 'done' }]);
    expect(record).toMatchObject({ status: 'failed', cacheHit: false });
  });
});
