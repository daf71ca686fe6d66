import { type Language } from '../../../../../common/i18n/language.js';

const EU_TARIFF = 'https://ec.europa.eu/taxation_customs/dds2/taric/';
const TARIFFS: Readonly<Record<string, string>> = {
  USA: 'https://hts.usitc.gov/',
  GBR: 'https://www.trade-tariff.service.gov.uk/',
  JPN: 'https://www.customs.go.jp/english/tariff/',
  EUU: EU_TARIFF,
};
/** For every other country: the comparison of all tariffs by the International Trade Centre. */
const ALL_TARIFFS = 'https://www.macmap.org/';
const LISTS = [
  'https://sanctionssearch.ofac.treas.gov/',
  'https://www.trade.gov/consolidated-screening-list',
  'https://www.sanctionsmap.eu/',
];

/** Where the duty of a country is published, for whoever must look it up themselves. */
export function tariffPlace(importer: string, isInUnion: boolean, language: Language): string {
  const address = TARIFFS[importer] ?? (isInUnion ? EU_TARIFF : ALL_TARIFFS);
  return language === 'zh' ? `可在此查询：<${address}>。` : `It can be looked up at <${address}>.`;
}

/** Where the authorities let everybody search their sanctions lists. */
export function listPlaces(language: Language): string {
  const addresses = LISTS.map((address) => `<${address}>`).join(language === 'zh' ? '、' : ', ');
  return language === 'zh'
    ? `可在官方网站自行查询：${addresses}。`
    : `The authorities let everybody search: ${addresses}.`;
}
