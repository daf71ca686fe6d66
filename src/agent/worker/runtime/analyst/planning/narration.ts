import { type Language } from '../../../../../common/i18n/language.js';
import { perspectiveOf } from '../understanding/perspective.js';
import { type Question } from '../understanding/question.js';
import { TOOL, type ToolRequest } from './tool-request.js';

/** The plan as the user reads it before the work begins: `我将先确定“手机”的 HS 编码，再查询 2024 年中国对美国的出口统计。` */
export function narratePlan(question: Question, language: Language): string {
  const { companies, intent, products, url } = question;
  const zh = language === 'zh';
  const goods = list(
    products.map(({ words }) => words),
    language,
  );
  const names = list(
    companies.map(({ name }) => name),
    language,
  );
  switch (intent) {
    case 'trade_statistics':
      if (products.length === 0)
        return zh ? `我将查询${tradeWords(question, language)}。` : `I will look up ${tradeWords(question, language)}.`;
      return zh
        ? `我将先确定${goods}的 HS 编码，再查询${tradeWords(question, language)}。`
        : `I will find the HS code of ${goods}, then look up ${tradeWords(question, language)}.`;
    case 'company_profile':
      return zh
        ? `我将查询${names}的企业资料，并逐项核对资质记录。`
        : `I will look up the profile of ${names} and go through its qualification records.`;
    case 'company_trade':
      return zh
        ? `我将先查询${names}的企业资料和主要产品，再查询这些产品的出口统计和主要市场。`
        : `I will look up ${names} and its main products, then the export statistics and main markets of these products.`;
    case 'find_suppliers':
      return zh
        ? `我将查找${goods}的供应商和主要出口国。`
        : `I will look for suppliers of ${goods} and the countries that export it.`;
    case 'product_page':
      return zh
        ? `我将先读取产品页面（${hostOf(url)}），再查找该产品的供应商。`
        : `I will read the product page (${hostOf(url)}) first, then look for suppliers of the product.`;
    case 'classify_product':
      return zh ? `我将查找${goods}的 HS 编码。` : `I will look for the HS code of ${goods}.`;
    case 'capabilities':
    case 'thanks':
    case 'out_of_scope':
    case 'unclear':
      return '';
  }
}

/** What comes after the first results. */
export function narrateNext(calls: readonly ToolRequest[], language: Language): string {
  const codes = [
    ...new Set(calls.filter(({ tool }) => tool === TOOL.trade).map(({ args }) => String(args['product']))),
  ];
  if (codes.length > 0) {
    const named = codes.map((code) => `HS ${code}`).join(language === 'zh' ? '、' : ', ');
    return language === 'zh' ? `现在查询 ${named} 的贸易统计。` : `Now looking up the trade statistics of ${named}.`;
  }
  const products = calls.filter(({ tool }) => tool === TOOL.suppliers).map(({ args }) => String(args['product']));
  if (products.length === 0) return '';
  return language === 'zh'
    ? `页面产品为${list(products, language)}，现在查找供应商。`
    : `The product is ${list(products, language)}; now looking for suppliers.`;
}

function tradeWords(question: Question, language: Language): string {
  const { flows, partners, reporters } = perspectiveOf(question);
  const { ranking, years } = question;
  const span = years.length === 0 ? '' : years.length === 1 ? String(years[0]) : `${years[0]}–${years.at(-1)}`;
  const who = reporters.map(({ name }) => name).join(language === 'zh' ? '、' : ' and ');
  const whom = partners.map(({ name }) => name).join(language === 'zh' ? '、' : ' and ');
  if (language === 'zh') {
    const way = flows.map((flow) => (flow === 'X' ? '出口' : '进口')).join('和');
    return `${span && ` ${span} 年`}${who}${whom && (flows.includes('X') ? `对${whom}` : `自${whom}`)}的${way}统计${ranking ? '和主要市场' : ''}`;
  }
  const way = flows.map((flow) => (flow === 'X' ? 'exports' : 'imports')).join(' and ');
  return `the ${way} of ${who}${whom && (flows.includes('X') ? ` to ${whom}` : ` from ${whom}`)}${span && ` in ${span}`}${ranking ? ' with its main markets' : ''}`;
}

function list(names: readonly string[], language: Language): string {
  return names.map((name) => `“${name}”`).join(language === 'zh' ? '、' : ', ');
}

function hostOf(url: string | undefined): string {
  return url === undefined ? '' : new URL(url).hostname;
}
