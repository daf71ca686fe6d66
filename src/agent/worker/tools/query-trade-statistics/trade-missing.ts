import { type Language } from '../../../../common/i18n/language.js';
import { EVERY, WORLD } from '../../providers/trade-data.port.js';
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
  const about = { route, product: data.asked.product.name, code: asked.hsCode };
  if (same.length === 0) return [sentence('nothingHeld', language, about)];

  const missing: string[] = [];
  const years = asked.years.filter(
    (year) => !rows.some(({ period, value_usd }) => period === String(year) && value_usd !== null),
  );
  if (years.length > 0) {
    missing.push(sentence('yearsNotHeld', language, { ...about, years: years.join(language === 'zh' ? '、' : ', ') }));
  }
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
