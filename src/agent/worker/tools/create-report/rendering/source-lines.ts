import { type Language, say } from '../../../../../common/i18n/language.js';
import { type Source } from '../../../../../session/index.js';
import { type ReportTable } from '../content/report-document.js';
import { WORDS } from '../report.wording.js';

/** What a reader needs to find a source again: what, of whom, of which period, when read, on which terms. */
export function sourceLine({ publisher, title, period, retrieved_at, licence }: Source, language: Language): string {
  const unsaid = (text: string | undefined) => (text === undefined || title.includes(text) ? [] : [text]);
  const parts = [
    title,
    ...unsaid(publisher),
    ...unsaid(period),
    say(WORDS.retrieved, language, { date: retrieved_at.slice(0, 10) }),
    ...(licence === undefined ? [] : [say(WORDS.licence, language, { licence })]),
  ];
  return parts.join(language === 'zh' ? '；' : '; ');
}

/** What stands under a table whose figures are all of one period or source; empty where its columns say it. */
export function tableNote({ period, sources }: ReportTable, language: Language): string {
  const colon = language === 'zh' ? '：' : ': ';
  const parts = [
    ...(period === null ? [] : [`${say(WORDS.period, language)}${colon}${period}`]),
    ...(sources.length === 0 ? [] : [`${say(WORDS.source, language)}${colon}${sources.map((n) => `[${n}]`).join('')}`]),
  ];
  return parts.join(language === 'zh' ? '　' : ' · ');
}
