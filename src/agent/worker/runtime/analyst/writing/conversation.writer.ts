import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, bullets, plain } from './markdown.js';
import { beyondNotes } from './notes.js';

const ABILITIES: Text = {
  en: bullets([
    '**Trade statistics**: exports and imports of a product by country, partner and year; rankings, shares, change',
    '**Companies**: profile, registration, listing, main products and qualification checks',
    '**Suppliers**: companies behind a product or a product link, and the countries that export it',
    '**HS codes**: candidates for a product, with the reason for each',
  ]),
  zh: bullets([
    '**贸易统计**：按国家、贸易伙伴和年份查询产品的进出口数据、排名、占比和变化',
    '**企业信息**：企业概况、注册与上市信息、主要产品和资质核查',
    '**寻找供应商**：根据产品名称或产品链接查找相关企业和主要出口国',
    '**HS 编码**：查找产品的 HS 编码并说明理由',
  ]),
};
const INTRODUCTION: Text = {
  en: 'Hello, I am **TradeFlow**, an assistant for international trade (B2B). Every figure I give carries its source and period, and where data is missing I say so. I can help with:',
  zh: '您好，我是 **TradeFlow** 国际贸易（B2B）助手。我给出的每个数字都标明来源和期间；没有的数据会如实说明。我可以帮您：',
};
const EXAMPLES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'China’s exports of smartphones to the USA in 2024',
    'Qualifications of Foxconn',
    'Who supplies lithium batteries?',
  ],
  zh: ['查询2024年手机对美国的出口数据', '富士康的资质怎么样？', '锂电池的供应商有哪些？'],
};
const REFUSAL: Text = {
  en: 'I am sorry, this is outside what I can help with. I only answer questions about international trade, products, companies and sourcing:',
  zh: '抱歉，这个问题超出了我的服务范围。我只回答国际贸易、产品、企业和采购方面的问题：',
};
const WELCOME: Text = { en: 'You are welcome. Ask me any time.', zh: '不客气，随时可以继续提问。' };

const ASK_PRODUCT: Text = {
  en: '**Which product do you mean?** Please give its name or HS code.',
  zh: '**您想查询哪种产品？** 请提供产品名称或 HS 编码。',
};
const ASK_COMPANY: Text = {
  en: '**Which company do you mean?** Please give its full name, brand or stock code.',
  zh: '**您想了解哪家企业？** 请提供企业全称、品牌或股票代码。',
};
const ASK_ASPECT: Text = {
  en: '**What would you like to know about {product}?** Trade statistics, suppliers, or its HS code?',
  zh: '**您想了解“{product}”的哪方面？** 贸易统计、供应商，还是 HS 编码？',
};

export function writeCapabilities(language: Language): Draft {
  return { body: blocks(say(INTRODUCTION, language), say(ABILITIES, language)), next: EXAMPLES[language] };
}

export function writeThanks(language: Language): Draft {
  return { body: say(WELCOME, language), next: [] };
}

export function writeRefusal(language: Language): Draft {
  return { body: blocks(say(REFUSAL, language), say(ABILITIES, language)), next: EXAMPLES[language] };
}

/** One precise question back. */
export function writeQuestionBack(question: Question, language: Language): Draft {
  const { missing, products } = question;
  const notHeld = blocks(...beyondNotes(question, language));
  const product = plain(products[0]?.words ?? '', 60);
  if (missing === 'aspect') {
    const next =
      language === 'zh'
        ? [`${product}的出口数据`, `${product}的供应商有哪些？`, `${product}的 HS 编码是什么？`]
        : [`Exports of ${product}`, `Who supplies ${product}?`, `What is the HS code of ${product}?`];
    return { body: say(ASK_ASPECT, language, { product }), next };
  }
  return {
    body: blocks(notHeld, say(missing === 'company' ? ASK_COMPANY : ASK_PRODUCT, language)),
    next: EXAMPLES[language],
  };
}
