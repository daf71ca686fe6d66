import { type Text } from '../../../../common/i18n/language.js';

/** The function ADK gives an agent to hand the question over with. */
export const TRANSFER_TOOL = 'transfer_to_agent';

export const ORCHESTRATOR = 'trade_assistant';

/** An agent for one kind of question, with the tools such questions need. */
export interface Specialist {
  readonly name: string;
  /** For the models: which questions belong here. */
  readonly description: string;
  readonly tools: readonly string[];
  /** What the user reads when the question is handed over. */
  readonly handOver: Text;
}

/**
 * Who does what. A tool may serve several: a question is answered by one specialist from first to last, because after a transfer
 * the next one would see earlier findings only as quoted text.
 */
export const SPECIALISTS: readonly Specialist[] = [
  {
    name: 'trade_specialist',
    description:
      'Trade statistics: exports and imports of a product by country, partner and year, rankings, shares and growth; HS codes; tariffs; markets compared; buyers; landed cost, container fit and Incoterms.',
    tools: [
      'classify_hs_code',
      'query_trade_statistics',
      'get_tariff',
      'search_web',
      'read_page',
      'compare_markets',
      'find_buyers',
      'calculate',
      'create_report',
    ],
    handOver: { en: 'Handing over to the trade data specialist.', zh: '交由贸易数据专家处理。' },
  },
  {
    name: 'company_specialist',
    description:
      'Companies: profile, qualifications, background, ownership, sanctions screening, main products, and the trade of the products a company makes.',
    tools: [
      'get_company_profile',
      'classify_hs_code',
      'query_trade_statistics',
      'screen_sanctions',
      'get_tariff',
      'search_web',
      'read_page',
      'create_report',
    ],
    handOver: { en: 'Handing over to the company specialist.', zh: '交由企业信息专家处理。' },
  },
  {
    name: 'sourcing_specialist',
    description:
      'Sourcing: suppliers and manufacturers of a product or behind a product page, and the countries that export it; also messages that ask several different things at once.',
    tools: [
      'find_suppliers',
      'analyze_product_page',
      'classify_hs_code',
      'get_company_profile',
      'query_trade_statistics',
      'screen_sanctions',
      'get_tariff',
      'search_web',
      'read_page',
      'compare_markets',
      'find_buyers',
      'calculate',
      'create_report',
    ],
    handOver: { en: 'Handing over to the sourcing specialist.', zh: '交由采购寻源专家处理。' },
  },
  {
    name: 'search_specialist',
    description:
      'What stands in none of the data and has to be looked up on the web: trade news, import rules and requirements, prices, freight, anti-dumping cases, tax rebates; what a web page or an article says.',
    tools: ['search_web', 'read_page', 'classify_hs_code', 'create_report'],
    handOver: { en: 'Handing over to the search specialist.', zh: '交由信息检索专家处理。' },
  },
];

/** The notice for a transfer to that agent; undefined for a name no agent has. */
export function handOverNotice(agent: string): Text | undefined {
  if (agent === ORCHESTRATOR) return { en: 'Handing back to the trade assistant.', zh: '转回外贸助手处理。' };
  return SPECIALISTS.find((specialist) => specialist.name === agent)?.handOver;
}
