import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { type HsNomenclature } from '../../providers/nomenclature/hs-nomenclature.js';
import { type HsEntry, type HsMatch, type HsReason } from '../../providers/nomenclature/nomenclature.types.js';
import { type Providers } from '../../providers/providers.types.js';
import { citedSources } from '../citations.js';
import { productRef } from '../references.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { classifyHsCodeInput } from './classify-hs-code.input.js';
import { type ClassifyHsCodeData, type HsCandidate, type HsLevel } from './classify-hs-code.types.js';

const REASONS: Readonly<Record<HsReason['kind'], Text>> = {
  code: { en: 'the code {text} itself', zh: '即编码 {text}' },
  former_code: { en: 'had the code {text} in an earlier edition', zh: '在旧版 HS 中编码为 {text}' },
  inside_code: { en: 'the closest held code to {text}', zh: '与 {text} 最接近的已收录编码' },
  name: { en: 'is called "{text}"', zh: '名称或同义词“{text}”完全匹配' },
  contains_name: { en: 'the words contain "{text}"', zh: '描述中包含“{text}”' },
  part_of_name: { en: 'is a part of "{text}"', zh: '是“{text}”的一部分' },
  words: { en: 'its description holds: {text}', zh: '英文描述含有：{text}' },
};
const COVERAGE: Text = {
  en: 'Harmonized System 2022: all chapters and headings, and the six-digit codes of about a hundred products with our own Chinese and English names. National tariff lines (8 or 10 digits) are decided by the customs of the importing country.',
  zh: 'HS 2022：全部章和品目，以及约一百种常见产品的六位编码（中英文名称为本系统自编）。8 位或 10 位税号以进口国海关归类为准。',
};
const NOTHING_FOUND: Text = { en: 'No HS code was found for "{product}".', zh: '未找到“{product}”对应的 HS 编码。' };
const FOUND: Text = {
  en: '{count} candidates, best {code} {name}',
  zh: '{count} 个候选编码，最佳为 {code} {name}',
};
const UNCERTAIN: Text = {
  en: 'No candidate matches by name; the best rests on words of the description only and should be checked.',
  zh: '没有名称完全吻合的候选；最佳候选仅依据描述用词，请核对。',
};

/** Which HS codes a product may have, and why. */
export function classifyHsCodeTool({ nomenclature }: Pick<Providers, 'nomenclature'>) {
  return defineTool({
    name: 'classify_hs_code',
    description:
      'Finds the Harmonized System (HS 2022) codes a product may have. Call it when the user asks for an HS code, or before other tools when the product is ambiguous. Returns ranked candidates with the reason for each, section, chapter and heading.',
    activity: { en: 'Classifying the product by HS code', zh: '正在查找产品的 HS 编码' },
    input: classifyHsCodeInput,
    version: 2,
    run: ({ product, limit }, { language }): Promise<ToolFindings<ClassifyHsCodeData>> => {
      const matches = nomenclature.search(product, limit);
      const candidates = matches.map((match) => candidate(nomenclature, match, language));
      const data: ClassifyHsCodeData = { query: product, candidates };
      const [best] = candidates;
      if (!best) {
        const nothing = say(NOTHING_FOUND, language, { product });
        return Promise.resolve({ ...common(data, language), summary: nothing, missing: [nothing], confidence: 'low' });
      }
      const certain = best.score >= 0.9;
      return Promise.resolve({
        ...common(data, language),
        summary: say(FOUND, language, { count: candidates.length, code: best.hs_code, name: best.name }),
        missing: certain || isNamed(matches[0]) ? [] : [say(UNCERTAIN, language)],
        confidence: certain ? 'high' : best.score >= 0.5 ? 'medium' : 'low',
      });
    },
  });

  function common(data: ClassifyHsCodeData, language: Language) {
    return { data, sources: citedSources(data, [nomenclature.source]), coverage: say(COVERAGE, language) };
  }
}

/** A chapter that is called so, too: it only counts less than a product. */
function isNamed(match: HsMatch | undefined): boolean {
  return match?.reasons.some(({ kind }) => kind === 'name') ?? false;
}

function candidate(nomenclature: HsNomenclature, match: HsMatch, language: Language): HsCandidate {
  const entry = nomenclature.entry(match.code);
  if (!entry) throw new Error(`The nomenclature found ${match.code} and does not hold it.`);
  const section = nomenclature.section(entry);
  const product = nomenclature.product(match.code);
  return {
    ...productRef(nomenclature, match.code, language),
    name_zh: product?.nameZh ?? entry.namesZh[0] ?? null,
    name_en: product?.nameEn ?? null,
    level: match.code.length === 2 ? 'chapter' : match.code.length === 4 ? 'heading' : 'subheading',
    score: Math.round(match.score * 100) / 100,
    why: match.reasons.map(({ kind, text }) => say(REASONS[kind], language, { text })),
    section: {
      code: entry.section,
      description: (language === 'zh' ? section?.nameZh : section?.nameEn) ?? entry.section,
    },
    chapter: level(nomenclature, entry, 2, language),
    heading: match.code.length === 2 ? null : level(nomenclature, entry, 4, language),
    source_id: nomenclature.source.id,
  };
}

/** In Chinese under our own name for it, where there is one: the nomenclature at hand is English. */
function level(nomenclature: HsNomenclature, { code: full }: HsEntry, digits: 2 | 4, language: Language): HsLevel {
  const code = full.slice(0, digits);
  const entry = nomenclature.entry(code);
  return { code, description: (language === 'zh' ? entry?.namesZh[0] : undefined) ?? entry?.description ?? code };
}
