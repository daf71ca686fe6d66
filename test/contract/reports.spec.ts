import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type ReportDocument } from '../../src/agent/worker/tools/create-report/content/report-document.js';

const run = promisify(execFile);
const compiled = (file: string) => JSON.stringify(pathToFileURL(path.resolve('dist/src', file)).href);

const REPORT: ReportDocument = {
  title: '手机出口报告 – a test',
  language: 'zh',
  date: '2026-11-22',
  sections: [
    {
      heading: '主要目的地',
      text: [{ kind: 'paragraph', spans: [{ text: '数字均为测试所编。', bold: true }] }],
      table: {
        title: '目的地',
        columns: [
          { name: '国家', kind: 'text', unit: null },
          { name: '出口额', kind: 'number', unit: 'USD' },
        ],
        rows: Array.from({ length: 60 }, (_, index) => [`国家${index}`, 46_893_000_000 - index]),
        period: '2024',
        sources: [],
      },
      chart: null,
    },
  ],
  sources: [],
  notCovered: ['无数量数据。'],
  unverified: [],
};

/** The rendering thread is compiled code, so the compiled program is asked: what it prints is read as JSON. */
async function inProgram<T>(code: string): Promise<T> {
  const program = `
    import { renderReport } from ${compiled('agent/worker/tools/create-report/rendering/render-report.js')};
    import { readPdf } from ${compiled('storage/reading/read-pdf.js')};
    import { readXlsx } from ${compiled('storage/reading/read-xlsx.js')};
    const report = ${JSON.stringify(REPORT)};
    const abort = new AbortController();
    const bytes = async (format) => Buffer.from((await renderReport(report, format, abort.signal))[0].bytes);
    console.log(JSON.stringify(await (async () => { ${code} })()));`;
  const folder = await mkdtemp(path.join(tmpdir(), 'tradeflow-reports-'));
  try {
    await writeFile(path.join(folder, 'program.mjs'), program);
    const { stdout } = await run(process.execPath, [path.join(folder, 'program.mjs')], { timeout: 60_000 });
    return JSON.parse(stdout) as T;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the rendering thread of create_report', () => {
  it('should make a PDF whose Chinese text can be read and a workbook with its rows', async () => {
    const { pdf, workbook } = await inProgram<Record<'pdf' | 'workbook', string>>(`
      const [pdf, workbook] = await Promise.all([bytes('pdf'), bytes('xlsx')]);
      return { pdf: (await readPdf(pdf)).text, workbook: (await readXlsx(workbook)).text };`);

    expect(pdf).toContain('手机出口报告');
    expect(pdf).toContain('468.93');
    expect(pdf).toMatch(/国家59[^]*无数量数据。/);
    expect(pdf).toContain('第 2 页');
    expect(workbook).toContain('46893000000');
    expect(workbook).toContain('国家59');
  });

  it('should end with the run, for its reason', async () => {
    const { reason, open } = await inProgram<{ reason: string; open: number }>(`
      const rendering = bytes('pdf');
      abort.abort(new Error('cancelled'));
      const reason = await rendering.then(() => 'finished', (error) => error.message);
      return { reason, open: process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length };`);

    expect(reason).toBe('cancelled');
    expect(open).toBe(0);
  });
});
