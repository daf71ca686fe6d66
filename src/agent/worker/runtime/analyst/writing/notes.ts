import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import { type Beyond, type Question } from '../understanding/question.js';

const BEYOND_NOTES: Readonly<Record<Beyond, Text>> = {
  tariff: {
    en: 'Tariff rates and export rebates are not held. Look them up with the HS code at the customs authority of the importing country.',
    zh: '暂无关税税率和出口退税率数据，请凭 HS 编码向进口国海关查询。',
  },
  sanctions: {
    en: 'Sanctions and export-control lists are not held. Check the official lists before dealing.',
    zh: '暂无制裁和出口管制名单数据，交易前请核对官方名单。',
  },
  price: {
    en: 'Prices are not held. Customs values are totals, not quotations.',
    zh: '暂无价格数据。海关金额是贸易总额，不是报价。',
  },
  logistics: {
    en: 'Freight rates and logistics services are not held.',
    zh: '暂无运费和物流服务数据。',
  },
  buyers: {
    en: 'Names of buyers are not held. The importing markets are shown instead.',
    zh: '暂无具体买家名单，以下以进口市场数据代替。',
  },
};

/** What was asked for and no tool answers. */
export function beyondNotes({ beyond }: Question, language: Language): string[] {
  return beyond.map((matter) => say(BEYOND_NOTES[matter], language));
}

/** Regions are not added up: the figures of their countries are shown, as far as they are held. */
export function regionNote({ regions }: Question, language: Language): string[] {
  if (regions.length === 0) return [];
  const names = regions.join(language === 'zh' ? '、' : ', ');
  return [
    language === 'zh'
      ? `没有“${names}”作为整体的汇总数据，请参考其中已收录国家的数据。`
      : `There is no total for “${names}” as a whole; see the countries of it that are held.`,
  ];
}
