import { type Language } from '../../../../../common/i18n/language.js';
import { type HsCandidate } from '../../../tools/classify-hs-code/classify-hs-code.types.js';
import { type ToolOutcome } from '../conversation.js';
import { candidatesFor, CONFIDENT } from '../planning/classify.plan.js';
import { type ProductMention, type Question } from '../understanding/question.js';
import { candidateTable } from './classification.writer.js';
import { blocks, cite, plain } from './markdown.js';

/** How near the score of the best another candidate must come to be worth a mention. */
const RIVAL = 0.7;

/** Products that could not be classified with confidence: one precise question back for each, with the choices. */
export function unclearProducts(
  { products }: Question,
  outcomes: readonly ToolOutcome[],
  language: Language,
): string[] {
  return products
    .filter((product) => product.hsCode === undefined && !isClear(product, outcomes))
    .map(({ words }) => askForCode(words, outcomes, language));
}

/** As what each product was taken, where its name left a choice. */
export function otherReadings({ products }: Question, outcomes: readonly ToolOutcome[], language: Language): string[] {
  return products.flatMap(({ words }) => reading(words, outcomes, language) ?? []);
}

function askForCode(words: string, outcomes: readonly ToolOutcome[], language: Language): string {
  const candidates = candidatesFor(words, outcomes);
  const name = plain(words, 80);
  if (candidates.length === 0) {
    return language === 'zh'
      ? `**未能确定“${name}”对应的 HS 编码。** 请换一种产品名称，或直接给出 HS 编码。`
      : `**No HS code could be found for “${name}”.** Please name the product differently, or give its HS code.`;
  }
  const ask =
    language === 'zh'
      ? `**“${name}”可能对应多个 HS 编码，您指的是哪一个？** 请回复其中一个编码。`
      : `**“${name}” may have several HS codes. Which one do you mean?** Please answer with one of these codes.`;
  return blocks(ask, candidateTable(candidates, language));
}

function reading(words: string, outcomes: readonly ToolOutcome[], language: Language): string | undefined {
  const [best, ...others] = candidatesFor(words, outcomes);
  if (!best || best.score < CONFIDENT) return undefined;
  const rivals = others.filter(({ score }) => score >= RIVAL * best.score).slice(0, 3);
  if (rivals.length === 0) return isSameName(words, best) ? undefined : taken(words, best, language);
  const list = rivals.map(({ hs_code, name }) => `${hs_code} ${name}`).join(language === 'zh' ? '、' : ', ');
  return language === 'zh'
    ? `“${plain(words, 80)}”按 HS ${best.hs_code}（${best.name}）理解${cite(best.source_id)}；也可能是：${list}。`
    : `“${plain(words, 80)}” was taken as HS ${best.hs_code} (${best.name}) ${cite(best.source_id)}; it may also be: ${list}.`;
}

/** "furniture" is looked up as wooden furniture: the reader is told. */
function taken(words: string, { hs_code, name, source_id }: HsCandidate, language: Language): string {
  return language === 'zh'
    ? `“${plain(words, 80)}”按 HS ${hs_code}（${name}）查询${cite(source_id)}。`
    : `“${plain(words, 80)}” was taken as HS ${hs_code} (${name}) ${cite(source_id)}.`;
}

function isSameName(words: string, { name, name_zh, name_en }: HsCandidate): boolean {
  const plainName = (text: string) => text.toLowerCase().replace(/(?:ies|y|es|s)$/, '');
  return [name, name_zh, name_en].some((one) => one !== null && plainName(one) === plainName(words));
}

function isClear({ words }: ProductMention, outcomes: readonly ToolOutcome[]): boolean {
  return (candidatesFor(words, outcomes)[0]?.score ?? 0) >= CONFIDENT;
}
