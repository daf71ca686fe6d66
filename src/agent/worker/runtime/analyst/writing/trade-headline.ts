import { type Language } from '../../../../../common/i18n/language.js';
import {
  type ContextRow,
  type QueryTradeStatisticsData,
  type TradeRow,
} from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { inSentence } from '../../../tools/country-wording.js';
import { yearList } from '../../../tools/query-trade-statistics/trade-missing.js';
import { cite } from './markdown.js';
import { amount, money, percent } from './numbers.js';

type Figure = TradeRow | ContextRow;

/**
 * The main finding in one or two sentences: the figure asked for; or that it is not held, and the nearest that is: the same trade at
 * another time, or as the other country reports it.
 * @param withLeader whether to name the largest partner, where all of them were asked for
 */
export function tradeHeadline(data: QueryTradeStatisticsData, language: Language, withLeader = true): string {
  const years = data.asked.years.toSorted((a, b) => a - b);
  const exact = bestOf(data.rows, years);
  const leader = withLeader ? leaderOf(data, language) : undefined;
  if (exact && !isSubstitute(exact, years))
    return join(language, found(exact, data, language), rest(exact, data, years, language), leader);
  const nearest = exact ?? nearestTo(data, years);
  const second = nearest ? substitute(nearest, language) : mirrored(data, language);
  return join(language, notHeld(data, years, language), second, leader);
}

/** Of the periods that were not asked for: an average over a year that was, else the newest amount, else a quantity. */
function nearestTo({ context }: QueryTradeStatisticsData, years: readonly number[]): ContextRow | undefined {
  const same = context.filter(({ role }) => role === 'same_trade_other_period');
  const valued = same.filter(({ value_usd }) => value_usd !== null);
  const covering = valued.find((row) => row.is_average && years.some((year) => spans(row.period, year)));
  return covering ?? valued[0] ?? same.find(hasFigure);
}

/** The same trade as the other country reports it: what Britain buys from China is what China sells to Britain, at another price. */
function mirrored({ context }: QueryTradeStatisticsData, language: Language): string | undefined {
  const row = context.find(({ role, value_usd }) => role === 'mirror' && value_usd !== null);
  if (!row) return undefined;
  const average = row.is_average ? (language === 'zh' ? '，不是单一年份' : ', not a single year') : '';
  return language === 'zh'
    ? `贸易伙伴一方的统计（镜像数据）：${row.label} **${figure(row, language)}**（${row.period}${average}）${cite(row.source_id)}；出口按离岸价、进口按到岸价计，两者会有出入。`
    : `The other side reports (mirror figure): ${row.label} **${figure(row, language)}** (${row.period}${average}) ${cite(row.source_id)}; exports are counted FOB and imports CIF, so the two differ.`;
}

/** The newest amount; where years were asked for, one of a single year before an average; a quantity only where no amount is held. */
function bestOf(rows: readonly TradeRow[], years: readonly number[]): TradeRow | undefined {
  const single = years.length > 0 ? rows.filter((row) => !row.is_average) : rows;
  return single.find((row) => row.value_usd !== null) ?? single.find(hasFigure) ?? rows.find(hasFigure);
}

/** What the figures are about: `中国出口至美国的智能手机（HS 851713）`. */
export function tradeSubject({ asked }: QueryTradeStatisticsData, language: Language): string {
  const { reporter, product, flow } = asked;
  const partner =
    asked.partner === null ? (language === 'zh' ? '全球' : 'the world') : inSentence(asked.partner.name, language);
  const owner = possessive(inSentence(reporter.name, language));
  const goods =
    product.hs_code === 'TOTAL'
      ? product.name
      : language === 'zh'
        ? `${product.name}（HS ${product.hs_code}）`
        : `${product.name} (HS ${product.hs_code})`;
  if (language === 'zh')
    return flow === 'X' ? `${reporter.name}对${partner}出口${goods}` : `${reporter.name}自${partner}进口${goods}`;
  return flow === 'X' ? `${owner} exports of ${goods} to ${partner}` : `${owner} imports of ${goods} from ${partner}`;
}

/** An average cannot answer for a year, nor any period that was not asked for. */
function isSubstitute(row: Figure, years: readonly number[]): boolean {
  return years.length > 0 && (row.is_average || !years.some((year) => row.period.startsWith(String(year))));
}

function found(row: Figure, data: QueryTradeStatisticsData, language: Language): string {
  const subject = tradeSubject(data, language);
  const average = row.is_average ? (language === 'zh' ? '，不是单一年份' : ', not a single year') : '';
  return language === 'zh'
    ? `${subject}：**${figure(row, language)}**（${row.period}${average}）${cite(row.source_id)}。`
    : `${subject.charAt(0).toUpperCase()}${subject.slice(1)}: **${figure(row, language)}** (${row.period}${average}) ${cite(row.source_id)}.`;
}

/** Where several years were asked for and some are not held: which, and the average that covers any of them. */
function rest(
  exact: Figure,
  data: QueryTradeStatisticsData,
  years: readonly number[],
  language: Language,
): string | undefined {
  const held = new Set(
    data.rows.filter((row) => !row.is_average && row.value_usd !== null).map(({ period }) => period),
  );
  const open = years.filter((year) => !held.has(String(year)));
  if (open.length === 0 || exact.value_usd === null) return undefined;
  const average = data.context.find(
    (row) => row.role === 'same_trade_other_period' && row.is_average && open.some((year) => spans(row.period, year)),
  );
  const zh = language === 'zh';
  const list = yearList(open, language);
  const lack = zh ? `${list} 年没有单年金额` : `No single-year value is held for ${list}`;
  if (!average) return `${lack}${zh ? '。' : '.'}`;
  return zh
    ? `${lack}；${average.period}：**${figure(average, language)}**（多年平均值，不是某一年的数值）${cite(average.source_id)}。`
    : `${lack}; the ${average.period} is **${figure(average, language)}** (a mean, not the figure of any one year) ${cite(average.source_id)}.`;
}

/** Whether a period such as `2022–2023 average` covers the year. */
function spans(period: string, year: number): boolean {
  const [, from, to] = /(\d{4})\D(\d{4})/.exec(period) ?? [];
  return from !== undefined && Number(from) <= year && year <= Number(to);
}

function notHeld(data: QueryTradeStatisticsData, years: readonly number[], language: Language): string {
  const subject = tradeSubject(data, language);
  const span = yearSpan(years, language);
  if (language === 'zh') return `**数据中没有${span}${subject}的${years.length === 1 ? '单年' : ''}数值**。`;
  return `**No ${years.length === 1 ? 'single-year ' : ''}figure ${span}is held for ${subject}.**`;
}

function yearSpan(years: readonly number[], language: Language): string {
  if (years.length === 0) return '';
  const [first, last] = [years[0], years.at(-1)];
  const span = years.length === 1 ? String(first) : `${first}–${last}`;
  return language === 'zh' ? ` ${span} 年` : `for ${span} `;
}

function substitute(row: Figure, language: Language): string {
  if (language === 'zh') {
    const kind = row.is_average ? '（多年平均值，不是某一年的数值）' : '';
    return `现有最接近的数据是 ${row.period}：**${figure(row, language)}**${kind}${cite(row.source_id)}。`;
  }
  const kind = row.is_average ? ' (a mean over these years, not the figure of any one of them)' : '';
  return `The nearest that is held is ${row.period}: **${figure(row, language)}**${kind} ${cite(row.source_id)}.`;
}

function leaderOf({ ranking, asked }: QueryTradeStatisticsData, language: Language): string | undefined {
  const [first] = ranking;
  if (!first || (asked.partner !== null && asked.partner.code !== 'WLD')) return undefined;
  const share =
    first.share === null
      ? ''
      : language === 'zh'
        ? `，占 ${percent(first.share)}`
        : `, ${percent(first.share)} of the total`;
  const role =
    asked.flow === 'X' ? { zh: '最大出口市场', en: 'largest market' } : { zh: '最大进口来源', en: 'largest source' };
  return language === 'zh'
    ? `已收录伙伴中的${role.zh}是**${first.partner.name}**：${money(first.value_usd, language)}${share}（${first.period}）${cite(first.source_id)}。`
    : `The ${role.en} among the partners held is **${first.partner.name}**: ${money(first.value_usd, language)}${share} (${first.period}) ${cite(first.source_id)}.`;
}

function figure(row: Figure, language: Language): string {
  if (row.value_usd !== null) return money(row.value_usd, language);
  return amount(row.quantity ?? 0, row.quantity_unit, language);
}

function hasFigure(row: Figure): boolean {
  return row.value_usd !== null || row.quantity !== null;
}

function join(language: Language, ...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join(language === 'zh' ? '' : ' ');
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`;
}
