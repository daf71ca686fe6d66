import { type ReportFormat } from './question.js';
import { type Sentence } from './sentence.js';

const WANTED =
  /(?:生成|导出|输出|下载|做成?|整理成?|制作|出具?|写|给我)(?:一?[份个张])?.{0,14}(?:报告|报表|表格|excel|xlsx|csv|pdf|markdown|word|文件)|(?:报告|报表)(?:导出|下载|发我)|\b(?:export|download|generate|create|make|write|prepare|give me|save|get)\b.{0,40}\b(?:report|excel|xlsx|spreadsheet|csv|pdf|markdown)\b|\b(?:as|to|into|in) (?:a |an )?(?:excel|xlsx|spreadsheet|csv|pdf)\b|\bpdf report\b/;
const FORMATS: readonly (readonly [ReportFormat, RegExp])[] = [
  ['xlsx', /excel|xlsx|\bspreadsheet\b|表格/],
  ['csv', /\bcsv\b|(?<![a-z])csv/],
  ['pdf', /pdf/],
  ['markdown', /markdown|(?<![a-z])md(?![a-z])/],
];

/** The kinds of file the answer is asked for as, none where it is not; a "report" of no kind is a PDF. The words are taken. */
export function readReport(sentence: Sentence): ReportFormat[] {
  const match = WANTED.exec(sentence.lower);
  if (!match) return [];
  for (const word of sentence.free(
    /(?:excel|xlsx|csv|pdf|markdown)(?:文件|表格|格式|报告)?|报告|报表|表格|文件|\breport\b|\bspreadsheet\b/g,
  ))
    sentence.take({ start: word.index, end: word.index + word[0].length });
  const formats = FORMATS.filter(([, pattern]) => pattern.test(sentence.lower)).map(([format]) => format);
  return formats.length > 0 ? formats : ['pdf'];
}
