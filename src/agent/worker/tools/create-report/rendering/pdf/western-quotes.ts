import { type ReportDocument } from '../../content/report-document.js';

/**
 * The report with straight quotes where Western text stands: in a Chinese font the curly ones are as wide as a character. In a Chinese
 * report they stay, but for an apostrophe between Latin letters.
 */
export function westernQuotes(report: ReportDocument): ReportDocument {
  return everyText(report, (text) =>
    report.language === 'en'
      ? text.replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"')
      : text.replace(/(?<=\p{Script=Latin})\u2019(?=\p{Script=Latin}|\s)/gu, "'"),
  );
}

function everyText<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((inner: unknown) => everyText(inner, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, everyText(inner, change)])) as T;
}
