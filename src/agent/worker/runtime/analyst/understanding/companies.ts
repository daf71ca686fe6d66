import { CUES } from './cues.js';
import { type PhraseIndex } from './phrase-index.js';
import { type CompanyMention } from './question.js';
import { type Sentence } from './sentence.js';

/** A name with the word of a legal form at its end, as unknown companies are usually written. */
const LEGAL_FORM =
  /[\p{Script=Han}a-z0-9（）()·]{2,24}?(?:股份有限公司|有限责任公司|有限公司|控股集团|集团公司|集团|公司)|(?:[a-z0-9&.'-]+ ){1,5}(?:inc|ltd|llc|corp|corporation|co\., ?ltd|gmbh|ag|s\.?a|plc|limited|group|holdings?|technolog(?:y|ies))\b\.?/gu;
/** What stands before a name in a question and would be read as part of it. */
const LEAD =
  /^(?:请|帮我|帮忙|筛查|核查|screen|is|does|has|我想|想|查询|查一下|查查|查|了解|分析|介绍一下|介绍|看看|调查|核实|关于|一下|对|和|与|the|check|about|find|company|is|tell me about|profile of|background of|who is)+\s*/;
/** Not a name: "这家公司", "哪些公司", "中国公司". */
const GENERIC =
  /^(?:这家|那家|该|哪些|哪家|什么|一家|多家|几家|贵|我|我们|你们|生产|供应|制造|出口|进口|外贸|贸易|大型|知名|上市|国内|相关|the|this|that|which|any|a|an)?\s*(?:公司|集团|company|group)$/;

/** What is screened are names. */
const SCREENS = /制裁|实体清单|黑名单|\bsanction|\bentity list\b/;

/** Names of companies that are words for goods where somebody trades in them. */
const GOODS = new Set(['苹果', '小米', 'apple', 'apples', 'orange', 'shell', 'target']);

/**
 * The companies of a question: those of the vocabulary, else a name that bears a legal form.
 * @param isProduct whether the word also names goods (苹果): then it is a company only where the question speaks of one
 */
export function readCompanies(
  sentence: Sentence,
  index: PhraseIndex,
  isProduct: (name: string) => boolean,
): CompanyMention[] {
  const speaksOfCompanies =
    CUES.company.test(sentence.lower) || CUES.companyWord.test(sentence.lower) || SCREENS.test(sentence.lower);
  const trades = CUES.exports.test(sentence.lower) || CUES.imports.test(sentence.lower);
  const isGoods = (name: string) => isProduct(name) || (trades && GOODS.has(name.toLowerCase()));
  const known = index.find(sentence).filter(({ name }) => speaksOfCompanies || !isGoods(name));
  for (const match of known) sentence.take(match);
  if (known.length > 0) return unique(known.map(({ name }) => ({ name, known: true })));
  return unique(
    sentence.free(LEGAL_FORM).flatMap((match) => {
      const lead = LEAD.exec(match[0])?.[0].length ?? 0;
      const span = { start: match.index + lead, end: match.index + match[0].length };
      const name = sentence.written.slice(span.start, span.end).trim();
      if (name.length < 4 || GENERIC.test(name.toLowerCase())) return [];
      sentence.take(span);
      return [{ name, known: false }];
    }),
  );
}

function unique(companies: readonly CompanyMention[]): CompanyMention[] {
  return [...new Map(companies.map((company) => [company.name.toLowerCase(), company])).values()];
}
