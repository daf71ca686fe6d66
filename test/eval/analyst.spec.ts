import { analystRequest } from '../fakes/analyst-request.js';
import { detectLanguage } from '../../src/common/i18n/language.js';
import { AdkAgentRuntime } from '../../src/agent/worker/runtime/adk-agent-runtime.js';
import { type AgentOutcome } from '../../src/agent/worker/runtime/agent-runtime.port.js';
import { createAnalyst } from '../../src/agent/worker/runtime/models/model-factory.js';
import { createToolCatalog } from '../../src/agent/worker/tools/tool-catalog.js';
import { COMPANIES } from './questions/companies.js';
import { FOLLOW_UPS } from './questions/follow-ups.js';
import { OUTSIDE } from './questions/outside.js';
import { REGIONS } from './questions/regions.js';
import { SOURCING } from './questions/sourcing.js';
import { TARIFFS_AND_SUMS } from './questions/tariffs-and-sums.js';
import { TRADE } from './questions/trade.js';
import { type EvalCase } from './support/eval-case.js';
import { fixtureProviders } from './support/fixture-providers.js';
import { type Aspect, judge, type Judgement, scoreOf, scoreTable } from './support/judge.js';

const CATEGORIES: Readonly<Record<string, readonly EvalCase[]>> = {
  trade: TRADE,
  regions: REGIONS,
  companies: COMPANIES,
  sourcing: SOURCING,
  'tariffs and sums': TARIFFS_AND_SUMS,
  'follow-ups': FOLLOW_UPS,
  outside: OUTSIDE,
};
/** Least part of the questions whose tools, arguments and facts are all right. */
const FLOOR = 0.95;

/**
 * What a trade expert would have looked up for each question, and said, against what the built-in model does: the real ADK runner and
 * the real tools on the reference snapshot and on fixtures in place of what is asked live.
 */
describe('the analyst, judged by a trade expert', () => {
  const judged = new Map<string, Judgement[]>();

  beforeAll(async () => {
    const { vocabulary, ...providers } = fixtureProviders();
    const runtime = new AdkAgentRuntime({
      models: [createAnalyst(vocabulary, () => new Date('2026-11-22T00:00:00Z'))],
      tools: createToolCatalog(providers),
      maxModelCalls: 20,
    });
    for (const [category, cases] of Object.entries(CATEGORIES)) {
      const judgements: Judgement[] = [];
      for (const one of cases) judgements.push(judge(one, await converse(runtime, one.ask).catch(toError)));
      judged.set(category, judgements);
    }
    process.stdout.write(`${scoreTable(judged)}\n`);
  });

  it('should be asked at least 120 questions, half of them in Chinese', () => {
    const questions = Object.values(CATEGORIES).flatMap((cases) => cases.map(({ ask }) => ask.at(-1) ?? ''));
    expect(questions.length).toBeGreaterThanOrEqual(120);
    expect(questions.filter((question) => detectLanguage(question) === 'zh').length).toBeGreaterThanOrEqual(
      questions.length / 2,
    );
  });

  it.each<Aspect>(['tools', 'args', 'facts', 'grounding'])('should keep its score of %s', (aspect) => {
    const all = [...judged.values()].flat();
    expect(scoreOf(all, aspect)).toBeGreaterThanOrEqual(FLOOR);
  });
});

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Asks one message after another. @returns what came of the last */
async function converse(runtime: AdkAgentRuntime, messages: readonly string[]): Promise<AgentOutcome['answer']> {
  let history: AgentOutcome['agentEvents'] = [];
  let outcome: AgentOutcome | undefined;
  for (const message of messages) {
    outcome = await runtime.run(analystRequest(message, { history }));
    history = [...history, ...outcome.agentEvents];
  }
  if (!outcome) throw new Error('Nothing was asked.');
  return outcome.answer;
}
