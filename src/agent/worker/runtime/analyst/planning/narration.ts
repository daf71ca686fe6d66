import { type Language } from '../../../../../common/i18n/language.js';
import { perspectiveOf } from '../understanding/perspective.js';
import { type Question } from '../understanding/question.js';
import { partsOf } from './planner.js';
import { TOOL, type ToolRequest } from './tool-request.js';

/** The plan as the user reads it before the work begins: `我将先确定“手机”的 HS 编码，再查询 2024 年中国对美国的出口统计。` */
export function narratePlan(question: Question, language: Language): string {
  const plans = partsOf(question).flatMap((part) => planOf(part, language) ?? []);
  const [first, ...rest] = plans;
  if (first === undefined) return '';
  const steps = [...rest, ...(question.report.length > 0 ? [REPORT[language]] : [])];
  return language === 'zh'
    ? `我将${first}${steps.map((step) => `；${step}`).join('')}。`
    : `I will ${first}${steps.map((step) => `; then ${step}`).join('')}.`;
}

const REPORT: Readonly<Record<Language, string>> = { zh: '并整理成报告文件', en: 'put it into a report' };

function planOf(question: Question, language: Language): string | undefined {
  const { calculation, companies, duty, intent, products, url } = question;
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
        return zh ? `查询${tradeWords(question, language)}` : `look up ${tradeWords(question, language)}`;
      return zh
        ? `先确定${goods}的 HS 编码，再查询${tradeWords(question, language)}`
        : `find the HS code of ${goods}, then look up ${tradeWords(question, language)}`;
    case 'reasons':
      return zh
        ? `查询${tradeWords(question, language)}，并在网上查找可能的原因`
        : `look up ${tradeWords(question, language)} and search the web for what is said about the reasons`;
    case 'company_profile':
      return zh
        ? `查询${names}的企业资料、逐项核对资质记录，并筛查制裁名单`
        : `look up the profile of ${names}, go through its qualification records, and screen the sanctions lists`;
    case 'company_trade':
      return zh
        ? `先查询${names}的企业资料和主要产品，再查询这些产品的出口统计和主要市场`
        : `look up ${names} and its main products, then the export statistics and main markets of these products`;
    case 'screen_sanctions':
      return zh ? `在制裁和出口管制名单中筛查${names}` : `screen ${names} against sanctions and export control lists`;
    case 'find_suppliers':
      return zh
        ? `查找${goods}的供应商和主要出口国`
        : `look for suppliers of ${goods} and the countries that export it`;
    case 'world_exporters':
      return zh ? `查找${goods}的主要出口国和企业` : `look for the countries and companies that export ${goods} most`;
    case 'find_buyers':
      return zh ? `查找${goods}的买家和主要进口国` : `look for buyers of ${goods} and the countries that import it`;
    case 'compare_markets':
      return zh
        ? `确定${goods}的 HS 编码，并比较各市场的进口额、份额和经济指标`
        : `find the HS code of ${goods} and compare the markets by imports, share and economic indicators`;
    case 'tariff':
      return zh
        ? `确定${goods}的 HS 编码，并查询${duty.importer?.name ?? ''}的进口关税`
        : `find the HS code of ${goods} and look up the import duty of ${duty.importer?.name ?? ''}`;
    case 'calculate':
      return calculationWords(Object.keys(calculation ?? {}), language);
    case 'product_page':
      return zh
        ? `先读取产品页面（${hostOf(url)}），再查找该产品的供应商`
        : `read the product page (${hostOf(url)}) first, then look for suppliers of the product`;
    case 'read_page':
      return zh ? `读取网页（${hostOf(url)}）` : `read the page (${hostOf(url)})`;
    case 'web_search':
      return zh ? '在公开网页中搜索' : 'search the public web';
    case 'classify_product':
      return zh ? `查找${goods}的 HS 编码` : `look for the HS code of ${goods}`;
    case 'capabilities':
    case 'thanks':
    case 'prohibited':
    case 'investment':
    case 'out_of_scope':
    case 'unclear':
      return undefined;
  }
}

function calculationWords(asked: readonly string[], language: Language): string {
  const words: Readonly<Record<string, string>> =
    language === 'zh'
      ? { landed_cost: '计算到岸成本', container_fit: '计算装柜数量', incoterms: '对照国际贸易术语' }
      : {
          landed_cost: 'calculate the landed cost',
          container_fit: 'calculate how many fit',
          incoterms: 'compare the Incoterms rules',
        };
  return asked.map((one) => words[one] ?? '').join(language === 'zh' ? '，' : ', ');
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
  if (calls.some(({ tool }) => tool === TOOL.report))
    return language === 'zh' ? '数据已齐，现在生成报告文件。' : 'The data is there; now making the report.';
  if (calls.some(({ tool }) => tool === TOOL.calculate))
    return language === 'zh' ? '税率已查到，现在计算。' : 'The rate is known; now calculating.';
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
  const whom = [...partners.map(({ name }) => name), ...question.regions.map(({ words }) => words)].join(
    language === 'zh' ? '、' : ' and ',
  );
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
