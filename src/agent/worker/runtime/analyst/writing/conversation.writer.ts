import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import { type Intent, type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, bullets, plain } from './markdown.js';
import { matterNotes } from './notes.js';

const ABILITIES: Text = {
  en: bullets([
    '**Trade statistics**: exports and imports of a product by country, partner and year; rankings, shares, change',
    '**Markets and buyers**: countries compared as markets for a product, and who imports it',
    '**Suppliers**: companies behind a product or a product link, and the countries that export it',
    '**Companies**: profile, registration, main products, qualification checks, and screening of sanctions lists',
    '**HS codes and tariffs**: the code of a product, and the import duty of a country on it',
    '**Calculations**: landed cost, cartons per container, Incoterms 2020',
  ]),
  zh: bullets([
    '**贸易统计**：按国家、贸易伙伴和年份查询产品的进出口数据、排名、占比和变化',
    '**市场与买家**：比较各国市场，查找进口国和买家',
    '**寻找供应商**：根据产品名称或产品链接查找相关企业和主要出口国',
    '**企业信息**：企业概况、注册信息、主要产品、资质核查和制裁名单筛查',
    '**HS 编码与关税**：查找产品编码以及各国对该产品的进口关税',
    '**外贸计算**：到岸成本、装柜数量、贸易术语（Incoterms 2020）',
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
const DECLINED: Readonly<Partial<Record<Intent, Text>>> = {
  prohibited: {
    en: '**I cannot help with this.** I do not support getting around sanctions, export controls, customs or tax rules, nor trade in counterfeit or prohibited goods. I can help you stay within the rules: screen a partner against sanctions lists, or look up the HS code and the duty that applies.',
    zh: '**抱歉，这个请求我不能协助。** 我不支持规避制裁、出口管制、海关或税收监管，也不支持假冒伪劣和违禁商品贸易。我可以帮助您合规经营：筛查交易对象是否在制裁名单上，或查询产品的 HS 编码和适用关税。',
  },
  investment: {
    en: '**I give no investment advice** and hold no share prices or forecasts. I can tell you about a company as a trading partner: its profile, registration, main products and the trade in them.',
    zh: '**我不提供投资建议**，也没有股价或行情预测数据。我可以从贸易伙伴的角度介绍企业：概况、注册信息、主要产品及相关贸易数据。',
  },
};
const SAFE_NEXT: Readonly<Record<Language, readonly string[]>> = {
  en: ['Is Hikvision on a sanctions list?', 'Tariff on smartphones from China to the USA', 'Profile of BYD'],
  zh: ['海康威视是否在制裁名单上？', '手机出口到美国的关税是多少？', '比亚迪的资质怎么样？'],
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
const ASK_IMPORTER: Text = {
  en: '**Into which country is {product} imported?** Duties are levied by the importing country.',
  zh: '**{product}出口到哪个国家？** 关税由进口国征收，请告诉我进口国。',
};
const ASK_ASPECT: Text = {
  en: '**What would you like to know about {product}?** Trade statistics, suppliers, tariffs, or its HS code?',
  zh: '**您想了解“{product}”的哪方面？** 贸易统计、供应商、关税，还是 HS 编码？',
};

export function writeCapabilities(language: Language): Draft {
  return { body: blocks(say(INTRODUCTION, language), say(ABILITIES, language)), next: EXAMPLES[language] };
}

export function writeThanks(language: Language): Draft {
  return { body: say(WELCOME, language), next: [] };
}

/** What is not done, why, and what can be done instead. */
export function writeDeclined({ intent }: Question, language: Language): Draft {
  return { body: say(DECLINED[intent] ?? REFUSAL, language), next: SAFE_NEXT[language] };
}

export function writeRefusal(language: Language): Draft {
  return { body: blocks(say(REFUSAL, language), say(ABILITIES, language)), next: EXAMPLES[language] };
}

/** One precise question back. */
export function writeQuestionBack(question: Question, language: Language): Draft {
  const { missing, products } = question;
  const notHeld = blocks(...matterNotes(question, language));
  const product = plain(products[0]?.words ?? '', 60);
  if (missing === 'aspect') {
    const next =
      language === 'zh'
        ? [`${product}的出口数据`, `${product}的供应商有哪些？`, `${product}的 HS 编码是什么？`]
        : [`Exports of ${product}`, `Who supplies ${product}?`, `What is the HS code of ${product}?`];
    return { body: say(ASK_ASPECT, language, { product }), next };
  }
  if (missing === 'importer') {
    const next =
      language === 'zh'
        ? [`${product}出口到美国的关税是多少？`, `德国对${product}的关税`]
        : [`Tariff on ${product} to the USA`, `Import duty on ${product} in Germany`];
    return { body: say(ASK_IMPORTER, language, { product }), next };
  }
  return {
    body: blocks(notHeld, say(missing === 'company' ? ASK_COMPANY : ASK_PRODUCT, language)),
    next: EXAMPLES[language],
  };
}
