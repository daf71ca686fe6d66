import { type Region, REGIONS } from './region-members.js';
import { type RegionMention } from './question.js';
import { type Sentence } from './sentence.js';

/** How people name the regions, the longer first where one stands in another. Run on lower-case, simplified text. */
const NAMES: readonly (readonly [string, RegExp])[] = [
  ['eu', /欧盟(?=成员国|各国|国家|内部|哪些?|里)|\beu (?:member states|members|countries)\b/g],
  ['southeast_asia', /东南亚|\bsouth-?\s?east asian?\b/g],
  ['asean', /东盟|东协|\basean\b/g],
  ['rcep', /\brcep\b|区域全面经济伙伴关系/g],
  ['cptpp', /\bcptpp\b/g],
  ['brics', /金砖(?:国家|五国|十国)?|\bbrics\b/g],
  ['g7', /\bg-?7\b|七国集团/g],
  ['g20', /\bg-?20\b|二十国集团/g],
  ['gcc', /海湾(?:国家|地区|合作委员会|六国)?|海合会|\bgcc\b|\bgulf (?:states|countries|region)\b/g],
  ['usmca', /美墨加|\busmca\b|\bnafta\b/g],
  ['mercosur', /南方共同市场|南共市|\bmercosur\b/g],
  ['middle_east', /中东|\b(?:the )?middle east\b/g],
  ['latin_america', /拉丁美洲|拉美|\blatin america\b/g],
  ['south_america', /南美洲?|\bsouth america\b/g],
  ['north_america', /北美洲?|\bnorth america\b/g],
  ['east_asia', /东亚|\beast asia\b/g],
  ['south_asia', /南亚|\bsouth asia\b/g],
  ['central_asia', /中亚|\bcentral asia\b/g],
  ['africa', /非洲|\bafrican? (?:countries|markets)\b|\bafrica\b/g],
  ['europe', /欧洲|\beuropean (?:countries|markets)\b|\beurope\b/g],
  ['oceania', /大洋洲|\boceania\b/g],
  ['asia', /亚洲|\basian (?:countries|markets)\b|\basia\b/g],
];

const ORIGIN = /(?:从|自|由|来自|\bfrom(?:\s+the)?\s)\s*$/;

/** Who is compared where a question asks for the whole world's importers. */
export const LARGEST_IMPORTERS = regionOf('largest_importers', 'largest importers');

/** The members of the Union, where a source has nothing on it as a whole. */
export const EUROPEAN_UNION = regionOf('eu', 'EU');

/** The regions of a question; they are taken. */
export function readRegions(sentence: Sentence): RegionMention[] {
  const found = NAMES.flatMap(([id, pattern]) =>
    sentence.free(pattern).flatMap((match) => {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!sentence.isFree(span)) return [];
      sentence.take(span);
      const isOrigin = ORIGIN.test(sentence.before(span.start));
      return [{ at: span.start, mention: regionOf(id, sentence.text.slice(span.start, span.end), isOrigin) }];
    }),
  );
  const inOrder = found.sort((a, b) => a.at - b.at).map(({ mention }) => mention);
  return [...new Map(inOrder.map((mention) => [mention.id, mention])).values()];
}

function regionOf(id: string, words: string, isOrigin = false): RegionMention {
  const region = REGIONS.find((one): one is Region => one.id === id);
  if (!region) throw new Error(`The region ${id} has no members.`);
  return { ...region, words, isOrigin };
}
