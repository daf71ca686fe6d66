import { createReferenceProviders } from '../../../providers/reference/reference-providers.js';
import { queryTradeStatisticsTool } from '../../../tools/query-trade-statistics/query-trade-statistics.tool.js';
import { type ToolContext } from '../../../tools/tool.js';
import { reportFindings } from '../../adapters/tool-report.js';
import { type Conversation, type ToolOutcome } from '../conversation.js';
import { Understanding } from '../understanding/understand.js';
import { nextStep } from './planner.js';
import { planReport } from './report.plan.js';

const { vocabulary, ...providers } = createReferenceProviders();
const TOOLS = new Set(['classify_hs_code', 'query_trade_statistics', 'create_report']);

describe('planReport', () => {
  const question = new Understanding(vocabulary).read(
    ['中国太阳能板的主要出口市场，导出成Excel'],
    new Date('2026-11-22'),
  );
  let outcome: ToolOutcome;

  beforeAll(async () => {
    const args = { reporter: 'CHN', partner: 'ALL', product: '854143', flow: 'X' as const, years: [] };
    const context = { language: 'zh', signal: new AbortController().signal, progress: () => undefined };
    const findings = await queryTradeStatisticsTool(providers).run(args, context as unknown as ToolContext);
    outcome = { tool: 'query_trade_statistics', args, report: reportFindings(findings) };
  });

  it('should put the figures as the tool returned them into tables with their periods and sources', () => {
    const args = planReport(question, [outcome], 'zh')?.args as {
      formats: string[];
      sections: { table: { columns: { kind: string; unit?: string }[]; rows: string[][] }; chart?: object }[];
    };
    const ranking = args.sections[1]!;

    expect(args.formats).toEqual(['xlsx']);
    expect(ranking.table.columns.map(({ kind }) => kind)).toEqual(['text', 'number', 'ratio', 'period', 'source']);
    expect(ranking.table.columns[1]?.unit).toBe('USD');
    expect(ranking.table.rows[0]?.[1]).toMatch(/^\d+$/);
    expect(ranking.chart).toMatchObject({ kind: 'bar', values: ['金额'] });
  });

  it('should come after everything else, once', () => {
    const classified: ToolOutcome = { tool: 'classify_hs_code', args: { product: '太阳能板' }, report: outcome.report };
    const step = (outcomes: readonly ToolOutcome[]) => {
      const conversation: Conversation = {
        agent: 'trade_specialist',
        language: 'zh',
        questions: [],
        outcomes,
        handedOver: true,
        attachments: [],
        earlierAttachments: [],
      };
      const next = nextStep(question, conversation, TOOLS, 'zh');
      return next.kind === 'call' ? next.calls.map(({ tool }) => tool) : next.kind;
    };

    expect(step([])).toEqual(['classify_hs_code', 'query_trade_statistics']);
    expect(step([classified, outcome])).toEqual(['create_report']);
    expect(step([classified, outcome, { tool: 'create_report', args: {}, report: outcome.report }])).toBe('answer');
  });

  it('should not be made of nothing', () => {
    expect(planReport(question, [], 'zh')).toBeUndefined();
  });
});
