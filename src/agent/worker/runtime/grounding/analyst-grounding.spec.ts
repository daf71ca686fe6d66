import { analystRequest } from '../../../../../test/fakes/analyst-request.js';
import { createReferenceProviders } from '../../providers/reference/reference-providers.js';
import { GuardedWebPages } from '../../providers/web-pages/guarded-web-pages.js';
import { createToolCatalog } from '../../tools/tool-catalog.js';
import { AdkAgentRuntime } from '../adk-agent-runtime.js';
import { type AgentOutcome } from '../agent-runtime.port.js';
import { createAnalyst } from '../models/model-factory.js';

describe('the grounding of the built-in model’s answers', () => {
  let sut: AdkAgentRuntime;
  const pages = new GuardedWebPages({ allowPrivateHosts: [] });

  beforeAll(() => {
    const { vocabulary, ...providers } = createReferenceProviders();
    const tools = createToolCatalog({ ...providers, pages });
    sut = new AdkAgentRuntime({ models: [createAnalyst(vocabulary)], tools, maxModelCalls: 20 });
  });
  afterAll(() => pages.close());

  const ask = (message: string, history: AgentOutcome['agentEvents'] = []) =>
    sut.run(analystRequest(message, { history }));

  it.each([
    '查询2024年手机对美国的出口数据',
    '比亚迪电子的出口情况和主要市场',
    '富士康的资质怎么样',
    '中国太阳能电池板的主要出口市场',
    '新能源汽车出口欧洲',
    '中国对美国和德国的手机出口对比',
    '锂电池的供应商有哪些',
    '手机的HS编码是什么',
    '你好，请介绍TradeFlow的功能',
    'BYD Electronic exports and main markets',
    "China's exports of laptops to the USA and Japan in 2023",
    'US imports of phones from China',
    'Who supplies lithium batteries?',
    'CATL company profile',
    'export trend of toys',
    'HS code of coffee makers',
  ])('should find every number of the answer to %j', async (question) => {
    const { grounding } = (await ask(question)).answer;
    expect(grounding?.unmatched).toEqual([]);
  });

  it('should find numbers of an earlier turn', async () => {
    const first = await ask('查询2024年手机对美国的出口数据');
    const { grounding } = (await ask('那德国呢？', first.agentEvents)).answer;
    expect(grounding).toMatchObject({ unmatched: [] });
    expect(grounding?.checked).toBeGreaterThan(0);
  });
});
