import { type Language, say } from '../../../../../common/i18n/language.js';
import { type CompareMarketsData, type ComparedMarket } from '../../../tools/compare-markets/compare-markets.types.js';
import { type GetTariffData } from '../../../tools/get-tariff/get-tariff.types.js';
import { inSentence } from '../../../tools/country-wording.js';
import { type ToolOutcome } from '../conversation.js';
import { comparedMarkets, MOST_MARKETS } from '../planning/market.plan.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { LARGEST_IMPORTERS } from '../understanding/regions.js';
import { type Draft } from './answer.js';
import { otherReadings, unclearProducts } from './classified.js';
import { blocks, bullets, cite, section, table } from './markdown.js';
import { matterNotes, memberNote, regionNotes } from './notes.js';
import { change, money, percent } from './numbers.js';
import { COLUMNS, HEADINGS } from './phrases.js';
import { tariffPart } from './tariff.writer.js';

/** Countries as markets: who imports most, what comes from the exporter, how it changed, and what the economy is like. */
export function writeComparison(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const results = findingsOf<CompareMarketsData>(TOOL.compare, outcomes).map(({ data }) => data);
  const tariffs = findingsOf<GetTariffData>(TOOL.tariff, outcomes).map(({ data }) => data);
  const body = blocks(
    ...unclearProducts(question, outcomes, language),
    ...results.map((data) =>
      blocks(headline(data, language), marketTable(data, language), indicatorTable(data, language)),
    ),
    section(say(HEADINGS.tariff, language), blocks(...tariffs.map((data) => tariffPart(data, language)))),
    ...otherReadings(question, outcomes, language),
  );
  const notes = [...scopeNotes(question, language), ...matterNotes(question, language)];
  return { body, notes, next: nextQuestions(results[0], tariffs.length > 0, language) };
}

function scopeNotes(question: Question, language: Language): string[] {
  const { markets } = comparedMarkets(question);
  const named = [...question.reporters, ...question.partners].some(({ code }) => code !== 'WLD');
  const open = question.regions.length === 0 && !named;
  const tooMany =
    markets.length <= MOST_MARKETS
      ? []
      : [
          language === 'zh'
            ? `一次最多比较 ${MOST_MARKETS} 个市场，这里取其中进口规模最大的 ${MOST_MARKETS} 个；其余国家可另行询问。`
            : `At most ${MOST_MARKETS} markets are compared at once: the ${MOST_MARKETS} largest importers among them; ask for the others separately.`,
        ];
  return [...(open ? [memberNote(LARGEST_IMPORTERS, language)] : regionNotes(question, language)), ...tooMany];
}

function headline({ markets, product, exporter }: CompareMarketsData, language: Language): string {
  const zh = language === 'zh';
  const goods = zh ? `${product.name}（HS ${product.hs_code}）` : `${product.name} (HS ${product.hs_code})`;
  const ranked = markets.filter(({ rank }) => rank !== null);
  const [first, second] = ranked;
  if (first?.imports && second?.imports) {
    const [a, b] = [first, second].map(({ imports }) => (imports ? `${money(imports.value_usd, language)}` : ''));
    const period = first.imports.period;
    const cited = cite(first.imports.source_id, second.imports.source_id);
    return zh
      ? `${goods}：可比市场中进口最多的是**${first.market.name}**（${a}），其次是${second.market.name}（${b}）（${period}）${cited}。`
      : `${goods}: among the comparable markets **${first.market.name}** imports most (${a}), then ${second.market.name} (${b}), ${period} ${cited}.`;
  }
  const held = markets.find(({ imports }) => imports !== null);
  if (held?.imports) {
    const { value_usd, period, source_id } = held.imports;
    const share =
      held.exporter_share === null
        ? ''
        : zh
          ? `，其中${exporter.name}占 ${percent(held.exporter_share)}`
          : `, ${percent(held.exporter_share)} of it from ${exporter.name}`;
    return zh
      ? `${held.market.name}进口${goods}：**${money(value_usd, language)}**（${period}）${share}${cite(source_id)}。`
      : `${held.market.name} imports of ${goods}: **${money(value_usd, language)}** (${period})${share} ${cite(source_id)}.`;
  }
  const names = markets.map(({ market }) => market.name).join(zh ? '、' : ', ');
  return zh ? `**没有收录${names}进口${goods}的数据。**` : `**No imports of ${goods} by ${names} are held.**`;
}

function marketTable({ markets, exporter }: CompareMarketsData, language: Language): string | undefined {
  const from = language === 'zh' ? `自${exporter.name}进口` : `From ${exporter.name}`;
  const share = language === 'zh' ? `${exporter.name}占比` : `Share of ${exporter.name}`;
  const columns = [
    say(COLUMNS.rank, language),
    say(COLUMNS.country, language),
    say(COLUMNS.imports, language),
    say(COLUMNS.period, language),
    from,
    share,
    say(COLUMNS.growth, language),
    say(COLUMNS.source, language),
  ];
  const shown = markets.filter(({ imports, from_exporter: part }) => imports !== null || part !== null);
  return table(
    columns,
    shown.map((row) => [
      row.rank === null ? '' : String(row.rank),
      row.market.name,
      row.imports ? money(row.imports.value_usd, language) : '',
      row.imports?.period ?? '',
      bought(row, language),
      row.exporter_share === null ? '' : percent(row.exporter_share),
      row.growth ? `${change(row.growth.rate)} (${row.growth.from_period} → ${row.growth.to_period})` : '',
      cite(
        ...[row.imports?.source_id, row.from_exporter?.source_id, ...(row.growth?.source_ids ?? [])].filter(
          (id) => id !== undefined,
        ),
      ),
    ]),
  );
}

/** Of another period than the imports beside it, it says so. */
function bought({ imports, from_exporter: part }: ComparedMarket, language: Language): string {
  if (!part) return '';
  const value = money(part.value_usd, language);
  return part.period === imports?.period ? value : `${value} (${part.period})`;
}

function indicatorTable({ markets }: CompareMarketsData, language: Language): string | undefined {
  const lines = markets
    .filter(({ indicators }) => indicators.length > 0)
    .map(({ market, indicators }) => {
      const figures = indicators.map(({ label, value, unit, year, source_id }) => {
        const figure = unit === 'USD' ? money(value, language) : `${value} (${unit})`;
        return `${label} ${figure}（${year}）${cite(source_id)}`;
      });
      return language === 'zh'
        ? `**${market.name}**：${figures.join('；')}`
        : `**${market.name}**: ${figures.join('; ').replaceAll('（', ' (').replaceAll('）', ') ')}`;
    });
  return section(say(HEADINGS.indicators, language), bullets(lines));
}

function nextQuestions(data: CompareMarketsData | undefined, withTariff: boolean, language: Language): string[] {
  const market = data?.markets.find(({ imports }) => imports !== null)?.market ?? data?.markets[0]?.market;
  if (!data || !market) return [];
  const { name } = data.product;
  return language === 'zh'
    ? [
        ...(withTariff ? [] : [`${name}出口到${market.name}的关税是多少？`]),
        `找${market.name}的${name}买家`,
        `中国对${market.name}出口${name}多少？`,
      ]
    : [
        ...(withTariff ? [] : [`Tariff on ${name} from China to ${inSentence(market.name, language)}`]),
        `Find buyers of ${name} in ${inSentence(market.name, language)}`,
        `China’s exports of ${name} to ${inSentence(market.name, language)}`,
      ];
}
