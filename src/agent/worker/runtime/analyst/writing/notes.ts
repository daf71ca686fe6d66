import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import { type Intent, type Matter, type Question, type RegionMention } from '../understanding/question.js';

/** What is said of a matter that no tool answers. */
const NOTES: Readonly<Partial<Record<Matter, Text>>> = {
  price: {
    en: 'Prices are not held. Customs values are totals, not quotations.',
    zh: '暂无价格数据。海关金额是贸易总额，不是报价。',
  },
  logistics: {
    en: 'Freight rates and logistics services are not held.',
    zh: '暂无运费和物流服务数据。',
  },
  rebate: {
    en: 'Rates of export VAT rebate are not held; they are published by the State Taxation Administration under the ten-digit code.',
    zh: '暂无出口退税率数据，请凭十位商品编码在国家税务总局出口退税率文库查询。',
  },
  trade_remedy: {
    en: 'Anti-dumping and countervailing duties are not held; the importing country’s authority publishes them by company.',
    zh: '暂无反倾销、反补贴税数据，此类税率由进口国主管机构按企业公布。',
  },
  requirements: {
    en: 'Documents, certificates, licences and other rules of export and import (export controls among them) are not held; the authorities of both countries publish them.',
    zh: '暂无进出口单证、认证、许可证、出口管制和准入要求数据，请以出口国和进口国主管部门公布的为准。',
  },
  future: {
    en: 'A year that has not come yet has no statistics, and nothing is forecast here.',
    zh: '尚未到来的年份没有统计数据，这里不做预测。',
  },
  goods_ranking: {
    en: 'Which goods a country trades most, or which grow fastest, is not held: ask for a product.',
    zh: '未收录一国进出口商品的排名（哪些商品最多、增长最快），请指定产品查询。',
  },
  months: {
    en: 'Months and quarters are not looked up: figures are of whole years.',
    zh: '目前只查询年度数据，不按月份或季度查询。',
  },
};
/** Matters that are answered by a tool, but not in the answer to another question. */
const ELSEWHERE: Readonly<Partial<Record<Matter, { intents: readonly Intent[]; text: Text }>>> = {
  tariff: {
    intents: ['tariff', 'calculate', 'compare_markets', 'unclear', 'web_search'],
    text: {
      en: 'Tariffs were not looked up here: ask for them with product and importing country.',
      zh: '此处未查询关税：请注明产品和进口国另行询问。',
    },
  },
};

/** Answers that are of countries. */
const OF_COUNTRIES = new Set<Intent>([
  'trade_statistics',
  'compare_markets',
  'find_buyers',
  'find_suppliers',
  'tariff',
]);

/** What was asked for beside the question and stands in no result. */
export function matterNotes(question: Question, language: Language): string[] {
  const { matters, intent } = question;
  const notHeld = matters.flatMap((matter) => {
    const note = NOTES[matter];
    // Who gives the freight to calculate with asks for no rate of it.
    if (intent === 'calculate' && matter !== 'rebate') return [];
    if (note) return say(note, language);
    const elsewhere = ELSEWHERE[matter];
    return elsewhere && !elsewhere.intents.includes(intent) ? say(elsewhere.text, language) : [];
  });
  return [...unknownPlaceNotes(question, language), ...notHeld];
}

/** Without it the figures of the world would pass for those of a place nobody knows. */
function unknownPlaceNotes({ unknownPlaces, intent }: Question, language: Language): string[] {
  if (unknownPlaces.length === 0 || !OF_COUNTRIES.has(intent)) return [];
  return language === 'zh'
    ? [`未能识别为国家或地区，因此未计入：${unknownPlaces.map((name) => `“${name}”`).join('、')}。`]
    : [`Not recognised as a country or region, and left out: ${unknownPlaces.map((name) => `“${name}”`).join(', ')}.`];
}

/** Whom a region was taken to be, and who says so. */
export function regionNotes({ regions }: Question, language: Language): string[] {
  return regions.map((region) => memberNote(region, language));
}

/** Regions are not added up: their countries are shown, as far as they are held. */
export function memberNote(
  { name, members, source }: Omit<RegionMention, 'words' | 'isOrigin'>,
  language: Language,
): string {
  const { publisher, as_of } = source;
  return language === 'zh'
    ? `“${name.zh}”按 ${members.length} 个国家或地区理解（名单：${publisher}，${as_of}，<${source.url}>）；没有该区域作为整体的汇总数，只列出其中已收录的国家。`
    : `“${name.en}” was taken as ${members.length} countries and territories (list: ${publisher}, ${as_of}, <${source.url}>); there is no total for it, and those of them that are held are shown.`;
}
