import { type Beyond } from './question.js';

/** Matters of trade that no tool answers yet, and how people ask for them. */
const BEYOND_CUES: Readonly<Record<Beyond, RegExp>> = {
  tariff: /关税|税率|退税率?|反倾销|反补贴|\btariffs?\b(?! (?:code|number|heading))|\bdut(?:y|ies)\b|\banti-?dumping\b/,
  sanctions: /制裁|黑名单|实体清单|出口管制|\bsanction(?:s|ed)?\b|\bentity list\b|\bofac\b|\bexport controls?\b/,
  price:
    /价格|单价|报价|多少钱|价位|行情|\bprices?\b|\bpricing\b|\bquot(?:e|ation)\b|\bhow much (?:is|are|does .{1,40} cost)\b/,
  logistics:
    /运费|海运费?|空运|物流|货代|清关|报关|集装箱|\bfreight\b|\bshipping costs?\b|\bcustoms clearance\b|\bincoterms?\b|\bcontainers?\b|\blogistics\b/,
  buyers:
    /买家|采购商|进口商|客户(?:名单|开发|资源)|找客户|经销商|\bbuyers?\b|\bimporters?\b|\bdistributors?\b|\bfind customers\b/,
};

export function readBeyond(lower: string): Beyond[] {
  return (Object.keys(BEYOND_CUES) as Beyond[]).filter((beyond) => BEYOND_CUES[beyond].test(lower));
}
