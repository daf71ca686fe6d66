import { CUES } from './cues.js';
import { type PhraseIndex } from './phrase-index.js';
import { type CompanyMention } from './question.js';
import { isAskingWord } from './noun-phrases.js';
import { type Sentence, type Span } from './sentence.js';

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

/** A name joined to the one that follows or goes before: Han characters up to a word of asking, or a Latin name in capitals. */
const JOINED_BEFORE =
  /(\p{Script=Han}{2,8}|[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,2})\s*(?:和|与|跟|、|\band\b|\bvs\.?|\bor\b)\s*$/u;
const JOINED_AFTER =
  /^\s*(?:和|与|跟|、|\band\b|\bvs\.?|\bor\b)\s*(\p{Script=Han}{2,8}?(?=的|对比|比较|哪|谁|在|是|有|比|怎|吗|相|[，。？?!！\s]|$)|[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,2})/u;

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
  if (known.length > 0) {
    const named = known.map(({ name, start }) => ({ at: start, company: { name, known: true } }));
    const beside = trades ? [] : known.flatMap((match) => neighbours(sentence, match, isProduct));
    return unique([...named, ...beside].sort((a, b) => a.at - b.at).map(({ company }) => company));
  }
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

/** "华为和中兴哪个好": who is named beside a company we know is another one. */
function neighbours(
  sentence: Sentence,
  { start, end }: Span,
  isProduct: (name: string) => boolean,
): { at: number; company: CompanyMention }[] {
  const before = JOINED_BEFORE.exec(sentence.text.slice(0, start));
  const after = JOINED_AFTER.exec(sentence.text.slice(end));
  const found = [
    ...(before?.[1] === undefined ? [] : [{ name: before[1], at: before.index }]),
    ...(after?.[1] === undefined ? [] : [{ name: after[1], at: end + after[0].length - after[1].length }]),
  ];
  return found.flatMap(({ name, at }) => {
    const lead = LEAD.exec(name.toLowerCase())?.[0].length ?? 0;
    const bare = name.slice(lead);
    const span = { start: at + lead, end: at + name.length };
    if (bare.length < 2 || isProduct(bare) || !sentence.isFree(span) || isAskingWord(bare.toLowerCase())) return [];
    sentence.take(span);
    return [{ at, company: { name: sentence.written.slice(span.start, span.end), known: false } }];
  });
}

function unique(companies: readonly CompanyMention[]): CompanyMention[] {
  return [...new Map(companies.map((company) => [company.name.toLowerCase(), company])).values()];
}
