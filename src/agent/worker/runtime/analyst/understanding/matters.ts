import { type Matter } from './question.js';

/** Matters that do not show in words alone. */
type Worded = Exclude<Matter, 'future'>;

/** How people ask for each matter. Run on lower-case, simplified text. */
const CUES: Readonly<Record<Worded, RegExp>> = {
  tariff:
    /关税|(?<!退)税率|税点|(?:收|交|缴|征|付)(?:多少|几个点的?)税|(?<!退)税(?:是)?多少|\btariffs?\b(?! (?:code|number|heading))|\b(?:import|customs) (?:tax|dut(?:y|ies))\b|\bdut(?:y|ies)\b(?! free shop)/,
  sanctions:
    /制裁|黑名单|实体清单|(?:管制|限制)名单|出口管制|受限|\bsanction(?:s|ed)?\b|\bentity list\b|\bofac\b|\bsdn\b|\bblack-?list(?:ed)?\b|\bexport controls?\b|\bscreen(?:ing)?\b|\bdenied part(?:y|ies)\b|\bwatch-?lists?\b/,
  buyers:
    /买家|采购商|进口商|买主|求购|客户(?:名单|开发|资源)|(?:找|开发).{0,10}客户|经销商|\bbuyers?\b|\bimporters?\b|\bdistributors?\b|\bfind customers\b|\bwho (?:buys|imports)\b/,
  price:
    /价格|单价|报价|多少钱|价位|行情|\bprices?\b|\bpricing\b|\bquot(?:e|ation)\b|\bhow much (?:is|are|does .{1,40} cost)\b/,
  logistics:
    /运费|海运费?|空运|物流|货代|清关|报关|船期|\bfreight\b|\bshipping costs?\b|\bcustoms clearance\b|\blogistics\b|\blead time\b/,
  rebate: /退税|\b(?:tax|export|vat) rebates?\b/,
  trade_remedy: /反倾销|反补贴|双反|保障措施|\banti-?dumping\b|\bcountervailing\b|\bsafeguard duties\b/,
  requirements:
    /许可证|(?:能|可以|允许|可否|能否|是否可以)(?:不能|不可以)?(?:直接)?(?:出口|进口|卖|销售)(?!多少|什么|哪)|(?:出口|进口).{0,12}(?:合法|违法|(?:被)?(?:允许|禁止))|\b(?:can|may|could) (?:i|we|one) (?:still )?(?:export|import|sell|ship)\b|\bis it (?:legal|illegal|allowed|permitted)\b|\b(?:export|import) licen[cs]es?\b|(?:什么|哪些|有何|何种)(?:进口|准入|认证|资质)?(?:要求|文件|单证|单据|手续|证书|认证)|(?:进口|准入|认证|标签|检验检疫)要求|\b(?:what|which) (?:documents|certificates|certifications|licen[cs]es|permits|paperwork)\b|\b(?:import|labell?ing|certification) requirements\b|\brequirements (?:for|to)\b/,
  goods_ranking:
    /(?:出口|进口)(?:额)?(?:最多|最大|前[十五三百\d]+)的?(?:商品|产品|货物|品类|东西)|(?:哪些|什么|哪类)(?:商品|产品|货物)(?:的)?(?:出口|进口|卖得)|(?:主要|前[十五三\d]+大?)(?:出口|进口)(?:商品|产品|货物)|增长最快的(?:商品|产品)|\b(?:top|main|major|largest|biggest|principal)(?: \d+)? (?:exports?|imports?|(?:export|import|exported|imported|traded) (?:products?|goods|commodities))\b(?! (?:market|destination|partner|countr|source))/,
  months:
    /(?:上|下)半年|第?[一二三四1-4]季度|\d{1,2}\s*月(?!球)|(?:每|按|分)月|月度|\bmonthly\b|\bquarter(?:ly)?\b|\bq[1-4]\b|\bfirst half\b|\bsecond half\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b/,
};

/** What a question is about beside figures, companies and goods. */
export function readMatters(lower: string, years: readonly number[], today: Date): Matter[] {
  const worded = (Object.keys(CUES) as Worded[]).filter((matter) => CUES[matter].test(lower));
  return years.some((year) => year > today.getUTCFullYear()) ? [...worded, 'future'] : worded;
}
