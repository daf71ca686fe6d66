import { type Language } from '../../../../common/i18n/language.js';
import { ALL_GOODS, EVERY, WORLD } from '../../providers/trade-data.port.js';
import { type QueryTradeStatisticsData } from './query-trade-statistics.types.js';
import { type AskedTrade } from './trade-held.js';
import { sentence } from './trade-wording.js';

/** What was asked for and is not among the findings, one sentence each. */
export function missingOf(
  data: QueryTradeStatisticsData,
  asked: AskedTrade,
  route: string,
  language: Language,
): string[] {
  const { rows, context, ranking } = data;
  const same = [...rows, ...context.filter(({ role }) => role === 'same_trade_other_period')];
  const { name, hs_code } = data.asked.product;
  const goods =
    hs_code === ALL_GOODS ? name : language === 'zh' ? `${name}（HS ${hs_code}）` : `${name} (HS ${hs_code})`;
  const about = { route, goods };
  if (same.length === 0) return [sentence('nothingHeld', language, about)];

  const missing: string[] = [];
  const ofYear = (year: number) => rows.filter(({ period }) => period === String(year));
  const absent = asked.years.filter((year) => ofYear(year).length === 0);
  if (absent.length > 0)
    missing.push(sentence('yearsNotHeld', language, { ...about, years: yearList(absent, language) }));
  const uncounted = asked.years.filter(
    (year) => ofYear(year).length > 0 && ofYear(year).every(({ value_usd }) => value_usd === null),
  );
  if (uncounted.length > 0) missing.push(sentence('valuesNotHeld', language, { years: yearList(uncounted, language) }));
  const average = same.find(({ is_average }) => is_average);
  if (average && !same.some(({ is_average, value_usd }) => !is_average && value_usd !== null)) {
    missing.push(sentence('onlyAverage', language, { period: average.period }));
  }
  if (same.every(({ quantity }) => quantity === null)) missing.push(sentence('noQuantity', language));
  if (asked.partner === EVERY || asked.partner === WORLD) {
    if (ranking.length > 0) missing.push(sentence('rankingPartial', language, { count: ranking.length }));
    else if (asked.partner === EVERY) missing.push(sentence('noRanking', language));
  }
  return missing;
}

/** `2021、2023`, `2015–2023`: ascending, three and more in a row as a span. */
export function yearList(years: readonly number[], language: Language): string {
  const spans: number[][] = [];
  for (const year of years.toSorted((a, b) => a - b)) {
    const open = spans.at(-1);
    if (open?.at(-1) === year - 1) open.push(year);
    else spans.push([year]);
  }
  return spans
    .flatMap((span) => (span.length > 2 ? [`${span[0]}–${span.at(-1)}`] : span.map(String)))
    .join(language === 'zh' ? '、' : ', ');
}
