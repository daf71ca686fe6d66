import { type Sentence } from './sentence.js';

const REGION =
  /欧盟|欧洲|东南亚|东盟|东亚|南亚|中亚|亚洲|非洲|中东|海湾国家|拉丁美洲|拉美|南美洲?|北美洲?|美洲|大洋洲|一带一路|\b(?:the )?(?:european union|eu)\b|\beurope\b|\bsoutheast asia\b|\basean\b|\basia\b|\bafrica\b|\b(?:the )?middle east\b|\bgulf (?:states|countries)\b|\blatin america\b|\bsouth america\b|\bnorth america\b|\boceania\b/g;

/** The regions of a question, as written; they are taken. */
export function readRegions(sentence: Sentence): string[] {
  return sentence.free(REGION).map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    sentence.take(span);
    return sentence.text.slice(span.start, span.end);
  });
}
