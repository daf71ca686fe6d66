import { type Language, say } from '../../../../../common/i18n/language.js';
import {
  type ContextRow,
  type Growth,
  type QueryTradeStatisticsData,
  type RankedPartner,
  type Share,
  type TradeRow,
} from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { blocks, bullets, cite, plain, section, table } from './markdown.js';
import { amount, change, money, percent } from './numbers.js';
import { COLUMNS, HEADINGS } from './phrases.js';

/** How much of the figures is shown. */
export interface ShownFigures {
  /** Rows of the ranking. */
  readonly ranking: number;
  /** Rows of context beside what was asked: more than a handful distracts. */
  readonly context: number;
  /** ISO codes of the countries the ranking is about; undefined for all. */
  readonly members?: ReadonlySet<string>;
}

export const BRIEF: ShownFigures = { ranking: 10, context: 8 };
export const FULL: ShownFigures = { ranking: 100, context: 100 };

/** Everything under the headline: tables of the figures, of the ranking and of what surrounds them, shares and growth. */
export function tradeFigures(data: QueryTradeStatisticsData, language: Language, shown: ShownFigures = BRIEF): string {
  const { members } = shown;
  const otherPeriods = data.context.filter(({ role }) => role === 'same_trade_other_period');
  const related = data.context.filter(({ role }) => role !== 'same_trade_other_period').slice(0, shown.context);
  const ranking = members ? data.ranking.filter(({ partner }) => members.has(partner.code)) : data.ranking;
  return blocks(
    rowsTable([...data.rows, ...otherPeriods], data, language),
    section(
      say(members ? HEADINGS.members : HEADINGS.ranking, language),
      rankingTable(ranking.slice(0, shown.ranking), language),
    ),
    section(say(HEADINGS.related, language), rowsTable(related, data, language)),
    section(
      say(HEADINGS.ratios, language),
      bullets([
        ...data.shares.map((share) => shareLine(share, language)),
        ...data.growth.map((growth) => growthLine(growth, language)),
      ]),
    ),
  );
}

function rowsTable(
  rows: readonly (TradeRow | ContextRow)[],
  data: QueryTradeStatisticsData,
  language: Language,
): string | undefined {
  const columns = [COLUMNS.period, COLUMNS.trade, COLUMNS.hs, COLUMNS.value, COLUMNS.quantity, COLUMNS.source].map(
    (column) => say(column, language),
  );
  return table(
    columns,
    rows.map((row) => [
      row.period,
      'label' in row ? row.label : route(row),
      row.hs_code === data.asked.product.hs_code ? row.hs_code : `${row.hs_code} ${plain(row.hs_description, 80)}`,
      row.value_usd === null ? '' : money(row.value_usd, language),
      row.quantity === null ? '' : amount(row.quantity, row.quantity_unit, language),
      cite(row.source_id),
    ]),
  );
}

function rankingTable(ranking: readonly RankedPartner[], language: Language): string | undefined {
  const columns = [COLUMNS.rank, COLUMNS.country, COLUMNS.value, COLUMNS.share, COLUMNS.period, COLUMNS.source].map(
    (column) => say(column, language),
  );
  return table(
    columns,
    ranking.map(({ rank, partner, value_usd, share, period, source_id }) => [
      String(rank),
      partner.name,
      money(value_usd, language),
      share === null ? '' : percent(share),
      period,
      cite(source_id),
    ]),
  );
}

export function shareLine(
  { label, value, part_usd, whole_usd, period, source_ids }: Share,
  language: Language,
): string {
  const figures = `${money(part_usd, language)} / ${money(whole_usd, language)}`;
  return language === 'zh'
    ? `${label}：**${percent(value)}**（${period}，${figures}）${cite(...source_ids)}`
    : `${label}: **${percent(value)}** (${period}, ${figures}) ${cite(...source_ids)}`;
}

export function growthLine(
  { label, from_period, to_period, from_usd, to_usd, rate, source_ids }: Growth,
  language: Language,
): string {
  const figures = `${money(from_usd, language)} → ${money(to_usd, language)}`;
  return language === 'zh'
    ? `${label}：${from_period} → ${to_period} **${change(rate)}**（${figures}）${cite(...source_ids)}`
    : `${label}: ${from_period} → ${to_period} **${change(rate)}** (${figures}) ${cite(...source_ids)}`;
}

/** Goods flow with the arrow: `中国 → 美国` is an export, `美国 ← 中国` an import of the first named. */
function route({ reporter, partner, flow }: TradeRow): string {
  return `${reporter.name} ${flow === 'X' ? '→' : '←'} ${partner.name}`;
}
