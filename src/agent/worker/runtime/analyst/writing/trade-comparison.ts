import { type Language } from '../../../../../common/i18n/language.js';
import {
  type ContextRow,
  type QueryTradeStatisticsData,
  type TradeRow,
} from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { CUES } from '../understanding/cues.js';
import { type Question } from '../understanding/question.js';
import { bullets, cite } from './markdown.js';
import { money } from './numbers.js';
import { growthLine, shareLine } from './trade-figures.js';

type Figure = (TradeRow | ContextRow) & { readonly value_usd: number };

/** How far a single year may lie from an average it is part of before the reader must be warned. */
const APART = 0.15;
/** Ratios at the head of an answer; the others stand below. */
const MOST_RATIOS = 3;

/** "What share", "how much did it grow": the ratios asked for come first. */
export function ratiosAskedFor(
  { text }: Question,
  results: readonly QueryTradeStatisticsData[],
  language: Language,
): string | undefined {
  const lower = text.toLowerCase();
  const lines = results.flatMap(({ shares, growth, asked }) => [
    ...(CUES.share.test(lower) && asked.partner !== null ? shares.map((share) => shareLine(share, language)) : []),
    ...(CUES.growth.test(lower) ? growth.slice(0, 1).map((step) => growthLine(step, language)) : []),
  ]);
  return bullets(lines.slice(0, MOST_RATIOS));
}

/** Several countries beside each other, by figures of one period and source, the largest first. */
export function comparisonOf(results: readonly QueryTradeStatisticsData[], language: Language): string | undefined {
  const [first] = results;
  if (!first || results.length < 2 || results.some(({ asked }) => !isAlike(asked, first.asked))) return undefined;
  const ofReporters = results.some(({ asked }) => asked.reporter.code !== first.asked.reporter.code);
  const figures = results.map((data) => ({ name: nameOf(data, ofReporters), rows: comparable(data) }));
  const keys = figures.flatMap(({ rows }) => rows.map(keyOf));
  const counted = keys.map((key) => ({
    key,
    count: figures.filter(({ rows }) => rows.some((row) => keyOf(row) === key)).length,
  }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a), { key: '', count: 1 });
  if (best.count < 2) return undefined;
  const shown = figures
    .flatMap(({ name, rows }) =>
      rows
        .filter((row) => keyOf(row) === best.key)
        .slice(0, 1)
        .map((row) => ({ name, row })),
    )
    .sort((a, b) => b.row.value_usd - a.row.value_usd);
  const [top] = shown;
  if (!top) return undefined;
  const told = shown.map(({ name, row }) => `${name} **${money(row.value_usd, language)}**`);
  const source = cite(top.row.source_id);
  return language === 'zh'
    ? `按同一来源、同一期间（${top.row.period}）比较，最多的是**${top.name}**：${told.join('，')} ${source}。`
    : `By one source and period (${top.row.period}) **${top.name}** comes first: ${told.join(', ')} ${source}.`;
}

/** Whether an average stands beside a single year within it that is far from it: their sources count differently. */
export function isMixed({ rows, context }: QueryTradeStatisticsData): boolean {
  const same = [...rows, ...context.filter(({ role }) => role === 'same_trade_other_period')].filter(hasValue);
  return same.some(
    (average) =>
      average.is_average &&
      same.some(({ is_average, period, value_usd }) => {
        const [, from = '', to = ''] = /(\d{4})\D(\d{4})/.exec(average.period) ?? [];
        const within = !is_average && /^\d{4}$/.test(period) && from <= period && period <= to;
        return within && Math.abs(value_usd / average.value_usd - 1) > APART;
      }),
  );
}

/** One product and direction, and one of the countries the same for all. */
function isAlike(a: QueryTradeStatisticsData['asked'], b: QueryTradeStatisticsData['asked']): boolean {
  const oneCountry = a.reporter.code === b.reporter.code || a.partner?.code === b.partner?.code;
  return a.product.hs_code === b.product.hs_code && a.flow === b.flow && oneCountry;
}

/** The country that is not the same for all. */
function nameOf({ asked }: QueryTradeStatisticsData, ofReporters: boolean): string {
  return ofReporters ? asked.reporter.name : (asked.partner?.name ?? asked.reporter.name);
}

/** The trade itself; where nothing is held of it, as the other country reports it. */
function comparable({ rows, context }: QueryTradeStatisticsData): Figure[] {
  const own = [...rows, ...context.filter(({ role }) => role === 'same_trade_other_period')].filter(hasValue);
  return own.length > 0
    ? own
    : context.filter((row) => row.role === 'mirror').flatMap((row) => (hasValue(row) ? row : []));
}

function keyOf({ period, source_id, hs_code }: Figure): string {
  return [period, source_id, hs_code].join(' ');
}

function hasValue(row: TradeRow | ContextRow): row is Figure {
  return row.value_usd !== null;
}
