import { type Language, say } from '../../../../../common/i18n/language.js';
import { type GetTariffData, type TariffRow } from '../../../tools/get-tariff/get-tariff.types.js';
import { inSentence } from '../../../tools/country-wording.js';
import { type ToolOutcome } from '../conversation.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { REGIONS } from '../understanding/region-members.js';
import { type Draft } from './answer.js';
import { otherReadings, unclearProducts } from './classified.js';
import { blocks, cite, plain, table } from './markdown.js';
import { matterNotes } from './notes.js';
import { tariffPlace } from './official-places.js';
import { COLUMNS } from './phrases.js';

const MOST_RATES = 12;
const EUROPEAN_UNION = new Set(REGIONS.find(({ id }) => id === 'eu')?.members);
const HONEST = {
  en: '> Additional duties are levied on top of the general rate. VAT, anti-dumping and countervailing duties are not among these rates. Rates change: check the tariff of the day before you sign.',
  zh: '> 附加关税在一般税率之上叠加征收；以上税率不含增值税、反倾销税和反补贴税。税率会变动，签约前请以当日税则为准。',
};

/** The duty of a country on a product: each rate with the edition it stands in. */
export function writeTariff(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const results = findingsOf<GetTariffData>(TOOL.tariff, outcomes).map(({ data }) => data);
  const held = results.some(({ rates }) => rates.length > 0);
  const body = blocks(
    ...unclearProducts(question, outcomes, language),
    ...results.map((data) => tariffPart(data, language)),
    held ? say(HONEST, language) : undefined,
    ...otherReadings(question, outcomes, language),
  );
  return { body, notes: matterNotes(question, language), next: nextQuestions(results[0], language) };
}

export function tariffPart(data: GetTariffData, language: Language): string {
  return blocks(headline(data, language), rateTable(data.rates.slice(0, MOST_RATES), language));
}

function headline({ asked, rates }: GetTariffData, language: Language): string {
  const { product, importer, exporter } = asked;
  const zh = language === 'zh';
  const goods = `${product.name}${zh ? `（HS ${product.hs_code}）` : ` (HS ${product.hs_code})`}`;
  const origin = exporter === null ? '' : zh ? `（原产地：${exporter.name}）` : ` from ${exporter.name}`;
  const [first] = rates;
  if (!first) {
    const place = tariffPlace(importer.code, EUROPEAN_UNION.has(importer.code), language);
    return zh
      ? `**未查到${importer.name}对${goods}${origin}的进口关税税率。** ${place}`
      : `**No import duty of ${inSentence(importer.name, language)} on ${goods}${origin} is held.** ${place}`;
  }
  const told = rates
    .filter(({ kind }, index) => kind !== 'column2' && rates.findIndex((rate) => rate.kind === kind) === index)
    .map((rate) => `${rate.label} **${rateWords(rate, language)}** ${cite(rate.source_id)}`);
  return zh
    ? `${importer.name}对${goods}${origin}的进口关税：${told.join('；')}。`
    : `Import duty of ${inSentence(importer.name, language)} on ${goods}${origin}: ${told.join('; ')}.`;
}

function rateWords({ rate, min_percent, max_percent }: TariffRow, language: Language): string {
  if (min_percent === null || max_percent === null || min_percent === max_percent) return plain(rate, 60);
  const range = `${min_percent}%–${max_percent}%`;
  return language === 'zh'
    ? `平均 ${plain(rate, 60)}（各税号 ${range}）`
    : `${plain(rate, 60)} on average (lines ${range})`;
}

function rateTable(rates: readonly TariffRow[], language: Language): string | undefined {
  const columns = [
    COLUMNS.kind,
    COLUMNS.tariffLine,
    COLUMNS.content,
    COLUMNS.rate,
    COLUMNS.edition,
    COLUMNS.note,
    COLUMNS.source,
  ].map((column) => say(column, language));
  return table(
    columns,
    rates.map((rate) => [
      rate.label,
      rate.tariff_code,
      plain(rate.description, 80),
      rateWords(rate, language),
      plain(rate.edition, 60),
      plain(rate.note ?? '', 120),
      cite(rate.source_id),
    ]),
  );
}

function nextQuestions(data: GetTariffData | undefined, language: Language): string[] {
  if (!data) return [];
  const { product, importer } = data.asked;
  return language === 'zh'
    ? [`中国对${importer.name}出口${product.name}多少？`, `${product.name}的买家有哪些？`, `FOB 和 DDP 有什么区别？`]
    : [
        `China’s exports of ${product.name} to ${inSentence(importer.name, language)}`,
        `Who buys ${product.name}?`,
        'What is the difference between FOB and DDP?',
      ];
}
