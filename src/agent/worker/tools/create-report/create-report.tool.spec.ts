import readXlsxFile from 'read-excel-file/node';
import { toolContext } from '../../../../../test/factories/tool-context.js';
import { MemoryArtifacts } from '../../../../../test/fakes/memory-artifacts.js';
import { type ToolContext, type ToolFindings } from '../tool.js';
import { createReportTool } from './create-report.tool.js';
import { renderPdf } from './rendering/pdf/pdf-report.js';
import { renderReport, type RenderReport } from './rendering/render-report.js';
import { renderXlsx } from './rendering/xlsx-report.js';

const source = (id: string, title: string) => ({
  id,
  title,
  publisher: 'Publisher of tests',
  url: `https://example.org/${id}`,
  period: '2024',
  retrieved_at: '2026-11-22T08:00:00.000Z',
  licence: 'CC0',
  confidence: 'verbatim' as const,
});
/** Findings as a tool of tests returned them; the figures are made up. */
const FINDINGS: ToolFindings = {
  data: {
    product: { hs_code: '851713' },
    rows: [
      { partner: '美国', value_usd: 46_893_214_567, share: 0.2531, source_id: 's1' },
      { partner: '荷兰', value_usd: 12_875_000_111, share: 0.0695, source_id: 's3' },
    ],
  },
  sources: [source('s1', 'First statistics'), source('s2', 'Unused'), source('s3', 'Third statistics')],
  summary: '',
  coverage: '',
  missing: [],
  confidence: 'high',
};
const TABLE = {
  columns: [
    { name: '目的地', kind: 'text' },
    { name: '出口额', kind: 'number', unit: 'USD' },
    { name: '占比', kind: 'ratio' },
    { name: '来源', kind: 'source' },
  ],
  rows: [
    ['美国', '46893214567', '0.2531', 's1'],
    ['荷兰', '12875000111', '0.0695', 's3'],
  ],
  period: '2024',
};
const CHART = { kind: 'bar', title: '出口额', label: '目的地', values: ['出口额'] };

/** Without the thread, which runs compiled code only: test/contract/reports.spec.ts has it. */
const here: RenderReport = async (report, format, signal) => {
  if (format !== 'pdf' && format !== 'xlsx') return renderReport(report, format, signal);
  const bytes = await (format === 'pdf' ? renderPdf(report) : renderXlsx(report));
  return [{ name: report.title, extension: format, mediaType: `application/${format}`, bytes }];
};

describe('create_report', () => {
  const artifacts = new MemoryArtifacts();
  const tool = createReportTool(here);
  const create = (input: Record<string, unknown>, context: Partial<ToolContext> = {}) =>
    tool.run(
      tool.input.parse({ title: '手机出口', sections: [{ heading: '目的地', table: TABLE }], ...input }),
      toolContext({ language: 'zh', findings: [FINDINGS], artifacts, ...context }),
    );
  const content = () => Buffer.from(artifacts.saved.at(-1)!.bytes);
  const withRows = (rows: string[][]) => ({ sections: [{ heading: 'T', table: { ...TABLE, rows } }] });

  beforeEach(() => {
    artifacts.saved.length = 0;
  });

  it('should keep a file of each format and name them with the sources the report cites', async () => {
    const { data, sources, summary, missing } = await create({ formats: ['pdf', 'xlsx', 'csv', 'markdown'] });

    expect(artifacts.saved.map(({ name }) => name)).toEqual([
      '手机出口.pdf',
      '手机出口.xlsx',
      '手机出口.csv',
      '手机出口.md',
    ]);
    expect(data.files.map(({ format, file_id }) => [format, file_id])).toEqual([
      ['pdf', 'file-1'],
      ['xlsx', 'file-2'],
      ['csv', 'file-3'],
      ['markdown', 'file-4'],
    ]);
    expect(data.source_ids).toEqual(['s1', 's3']);
    expect(sources.map(({ title }) => title)).toEqual(['First statistics', 'Third statistics']);
    expect(summary).toContain('手机出口.pdf、手机出口.xlsx');
    expect(missing).toEqual([]);
  });

  it('should write Markdown with scaled figures, renumbered sources and their date, address and licence', async () => {
    const text = '对**美国**出口 468.93 亿美元 [s3]。\n\n- 占 25.3% [s1, s3]';
    await create({
      formats: ['markdown'],
      sections: [{ heading: '结论', text, table: TABLE }],
      not_covered: ['无数量。'],
    });
    const markdown = content().toString();

    expect(markdown).toContain('对**美国**出口 468.93 亿美元 [1]。\n\n- 占 25.3% [2][1]');
    expect(markdown).toContain('| 目的地 | 出口额（亿美元） | 占比 | 来源 |\n| --- | --: | --: | --- |');
    expect(markdown).toContain('| 美国 | 468.93 | 25.3% | [2] |');
    expect(markdown).toContain(
      '1. Third statistics；Publisher of tests；2024；查询于 2026-11-22；许可：CC0 <https://example.org/s3>',
    );
    expect(markdown).toContain('## 数据未覆盖的内容\n\n- 无数量。');
  });

  it('should write CSV for Excel: with a mark, plain numbers, and period, source and address in each row', async () => {
    await create({ formats: ['csv'] });

    expect(content().toString()).toBe(
      '\ufeff目的地,出口额 (美元),占比,期间,来源,链接\r\n' +
        '美国,46893214567,0.2531,2024,First statistics,https://example.org/s1\r\n' +
        '荷兰,12875000111,0.0695,2024,Third statistics,https://example.org/s3\r\n',
    );
  });

  it.each(['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '＝1+1'])(
    'should let no cell of a CSV be a formula: %j',
    async (cell) => {
      const columns = [{ name: cell, kind: 'text' }];
      await create({
        formats: ['csv'],
        sections: [{ heading: 'T', table: { columns, rows: [[`x${cell}`], [cell]] } }],
      });

      const [heading, , row] = content().toString().replace('\ufeff', '').split('\r\n');
      for (const line of [heading, row]) expect(line).toMatch(/^"?'/);
    },
  );

  it('should keep negative figures numbers in a CSV', async () => {
    const findings = [{ ...FINDINGS, data: { rate: -0.05 } }];
    const table = { columns: [{ name: 'g', kind: 'ratio' }], rows: [['-0.05']], period: '2024', source_ids: ['s1'] };
    await create({ formats: ['csv'], sections: [{ heading: 'T', table }] }, { findings });

    expect(content().toString()).toContain('\r\n-0.05,2024,');
  });

  it('should write a workbook of plain numbers, a sheet a table, texts as texts', async () => {
    const columns = [{ name: '=1+1', kind: 'text' }, ...TABLE.columns.slice(1)];
    const rows = [['=cmd|x', '46893214567', '0.2531', 's1']];
    const sections = [
      { heading: '目的地: 一/二', table: { ...TABLE, columns, rows } },
      { heading: '目的地: 一/二', table: TABLE },
    ];
    await create({ formats: ['xlsx'], sections });
    const sheets = await readXlsxFile(content());

    expect(sheets.map(({ sheet }) => sheet)).toEqual(['报告', '目的地  一 二', '目的地  一 二 2', '数据来源']);
    expect(sheets[1]?.data.slice(0, 2)).toEqual([
      ['=1+1', '出口额 (美元)', '占比', '来源'],
      ['=cmd|x', 46_893_214_567, 0.2531, '[1]'],
    ]);
    expect(sheets[3]?.data[1]).toEqual(expect.arrayContaining(['[1]', 'First statistics', 'https://example.org/s1']));
  });

  it('should write a PDF of several pages with its fonts inside', async () => {
    const long = { ...TABLE, rows: Array.from({ length: 60 }, () => TABLE.rows[0]) };
    const sections = (['bar', 'column', 'line'] as const).map((kind) => ({
      heading: kind,
      table: long,
      chart: { ...CHART, kind },
    }));
    await create({ formats: ['pdf'], sections });
    const pdf = content().toString('latin1');

    expect(pdf).toMatch(/^%PDF-1/);
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3);
    expect(pdf.match(/\/FontFile2/g)).toHaveLength(2);
    expect(content().length).toBeLessThan(200_000);
  });

  it.each([
    ['in full', '46893214567'],
    ['with separators', '46,893,214,567'],
    ['as the sum of a column', '59768214678'],
    ['as nothing', ''],
    ['in words', '未收录'],
  ])('should take a figure given %s', async (_, written) => {
    await expect(create({ formats: ['csv'], ...withRows([['美国', written, '', 's1']]) })).resolves.toBeDefined();
  });

  it.each(['46893214568000', '51000000000', '7.5', '46.9 billion'])(
    'should refuse the figure %s, which no tool returned',
    async (made) => {
      await expect(create(withRows([['美国', made, '', 's1']]))).rejects.toMatchObject({
        code: 'REPORT_FIGURE_UNKNOWN',
        message: expect.stringContaining(made),
      });
      expect(artifacts.saved).toEqual([]);
    },
  );

  it('should refuse a source nobody gave', async () => {
    await expect(create(withRows([['美国', '', '', 's9']]))).rejects.toMatchObject({ code: 'REPORT_SOURCE_UNKNOWN' });
    await expect(create({ sections: [{ heading: 'T', text: 'x [s7]' }] })).rejects.toMatchObject({
      code: 'REPORT_SOURCE_UNKNOWN',
    });
  });

  it.each([
    ['no period', { table: { ...TABLE, period: undefined } }],
    ['no source', { table: { ...TABLE, columns: TABLE.columns.slice(0, 2), rows: [['美国', '46893214567']] } }],
    ['a row that is too long', { table: { ...TABLE, rows: [['1', '', '', '', 'x']] } }],
    ['a chart without a table', { chart: CHART }],
    ['a chart of a column that is not there', { table: TABLE, chart: { ...CHART, values: ['x'] } }],
    ['a chart of different units', { table: TABLE, chart: { ...CHART, values: ['出口额', '占比'] } }],
  ])('should refuse %s', async (_, part) => {
    await expect(create({ sections: [{ heading: 'T', ...part }] })).rejects.toMatchObject({
      code: 'REPORT_TABLE_INVALID',
    });
  });

  it('should refuse a CSV without a table and a report of too many cells', async () => {
    const text = { heading: 'T', text: 'x' };
    await expect(create({ formats: ['csv'], sections: [text] })).rejects.toMatchObject({
      code: 'REPORT_TABLE_INVALID',
    });
    const large = { heading: 'T', table: { ...TABLE, rows: Array.from({ length: 400 }, () => TABLE.rows[0]) } };
    await expect(create({ sections: [large, large, large, large] })).rejects.toMatchObject({
      code: 'REPORT_TOO_LARGE',
    });
  });

  it('should name numbers of the text that no tool returned, in the report and to the model', async () => {
    const text = '2024 年约 468.9 亿美元（HS 851713），预计增长 37.5%，排名前 3 [s1]。';
    const { missing, confidence } = await create({ formats: ['markdown'], sections: [{ heading: 'T', text }] });

    expect(missing).toEqual(['正文中的以下数字未在工具结果中找到，未经核实：37.5%。']);
    expect(content().toString()).toContain('未经核实：37.5%。');
    expect(confidence).toBe('medium');
  });

  it('should write a report in the language that was asked for', async () => {
    await create({ formats: ['markdown'], language: 'en' });

    expect(content().toString()).toMatch(
      /## Sources\n\n1\. First statistics; Publisher of tests; 2024; read on 2026-11-22/,
    );
    expect(content().toString()).toContain('| 46.89 |');
  });

  it('should stop between the files when the run is cancelled', async () => {
    const abort = new AbortController();
    const cancelled = new Error('cancelled');
    const progress = jest.fn((fraction: number) => fraction > 0 && abort.abort(cancelled));
    const formats = ['markdown', 'csv'];

    await expect(create({ formats }, { signal: abort.signal, progress })).rejects.toBe(cancelled);
    expect(artifacts.saved).toHaveLength(1);
  });
});
