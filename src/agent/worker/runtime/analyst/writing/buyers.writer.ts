import { type Language, say } from '../../../../../common/i18n/language.js';
import { type BuyerRow, type FindBuyersData } from '../../../tools/find-buyers/find-buyers.types.js';
import { inSentence } from '../../../tools/country-wording.js';
import { type ToolOutcome } from '../conversation.js';
import { planBuyers } from '../planning/sourcing.plan.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, cite, plain, section, table } from './markdown.js';
import { matterNotes, regionNotes } from './notes.js';
import { money } from './numbers.js';
import { COLUMNS, HEADINGS } from './phrases.js';
import { countryTable } from './suppliers.writer.js';

/** Who buys a product: by name where shipment records are held, and the countries that import it. */
export function writeBuyers(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const results = findingsOf<FindBuyersData>(TOOL.buyers, outcomes).map(({ data }) => data);
  const body = blocks(
    ...results.map((data) => {
      const countries = membersOf(data, question);
      return blocks(
        headline({ ...data, countries }, marketOf(question), language),
        section(say(HEADINGS.buyers, language), buyerTable(data.buyers, language)),
        section(say(HEADINGS.importers, language, { origin: data.origin.name }), countryTable(countries, language)),
      );
    }),
  );
  return {
    body,
    notes: [...regionNotes(question, language), ...matterNotes(question, language)],
    next: nextQuestions(results[0], marketOf(question), language),
  };
}

/** In a region only its countries are told. */
function membersOf({ countries }: FindBuyersData, { regions }: Question): FindBuyersData['countries'] {
  const members = new Set(regions.flatMap((region) => region.members));
  return members.size === 0 ? countries : countries.filter(({ country }) => members.has(country.code));
}

/** The country buyers are looked for in, as the plan asks for it. */
function marketOf(question: Question): string | undefined {
  const market = planBuyers(question)[0]?.args['market'];
  return typeof market === 'string' ? market : undefined;
}

function headline(
  { buyers, countries, product, query, origin }: FindBuyersData,
  market: string | undefined,
  language: Language,
): string {
  const zh = language === 'zh';
  const goods = product
    ? zh
      ? `${product.name}（HS ${product.hs_code}）`
      : `${product.name} (HS ${product.hs_code})`
    : `“${plain(query, 80)}”`;
  const [first] = countries;
  const named =
    buyers.length > 0
      ? zh
        ? `海关提单数据中有 **${buyers.length} 家**${goods}的进口商。`
        : `Shipment records name **${buyers.length}** importers of ${goods}.`
      : zh
        ? `**没有收录${goods}的具体买家名称**。`
        : `**No buyer of ${goods} is held by name.**`;
  const asked = countries.find(({ country }) => country.code === market);
  if (asked) {
    const told = zh
      ? `${asked.country.name}自${origin.name}的进口额：${money(asked.value_usd, language)}，在已收录买方市场中排第 ${asked.rank}（${asked.period}）${cite(asked.source_id)}。`
      : `${asked.country.name} buys ${money(asked.value_usd, language)} of it from ${origin.name}, place ${asked.rank} among the markets held (${asked.period}) ${cite(asked.source_id)}.`;
    return zh ? `${named}${told}` : `${named} ${told}`;
  }
  if (!first) return named;
  const where = zh
    ? `自${origin.name}进口最多的已收录市场是**${first.country.name}**：${money(first.value_usd, language)}（${first.period}）${cite(first.source_id)}。`
    : `The largest market held for goods from ${origin.name} is **${first.country.name}**: ${money(first.value_usd, language)} (${first.period}) ${cite(first.source_id)}.`;
  return zh ? `${named}${where}` : `${named} ${where}`;
}

function buyerTable(buyers: readonly BuyerRow[], language: Language): string | undefined {
  const columns = [
    COLUMNS.company,
    COLUMNS.country,
    COLUMNS.shipments,
    COLUMNS.value,
    COLUMNS.latest,
    COLUMNS.suppliers,
    COLUMNS.source,
  ].map((column) => say(column, language));
  return table(
    columns,
    buyers.map((buyer) => [
      plain(buyer.name, 80),
      buyer.country.name,
      String(buyer.shipments),
      buyer.value_usd === null ? '' : money(buyer.value_usd, language),
      buyer.latest_shipment,
      plain(buyer.suppliers.slice(0, 3).join('; '), 120),
      cite(buyer.source_id),
    ]),
  );
}

/** About the market that was asked for, as far as it is held, else the largest. */
function nextQuestions(data: FindBuyersData | undefined, market: string | undefined, language: Language): string[] {
  const product = data?.product?.name;
  const asked = data?.countries.find(({ country }) => country.code === market) ?? data?.countries[0];
  const country = asked?.country.name;
  if (product === undefined) return [];
  if (language === 'zh') {
    return [
      ...(country === undefined
        ? []
        : [`${product}出口到${country}的关税是多少？`, `中国${product}对${country}出口多少？`]),
      `${product}的主要出口市场有哪些？`,
    ];
  }
  return [
    ...(country === undefined
      ? []
      : [
          `Tariff on ${product} from China to ${inSentence(country, language)}`,
          `Exports of ${product} from China to ${inSentence(country, language)}`,
        ]),
    `Main markets for Chinese ${product}`,
  ];
}
