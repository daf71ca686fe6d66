import { type Sentence } from './sentence.js';

/** A name with capitals behind "to" or "from", and not one that only describes the next word ("from European suppliers"). */
const ENGLISH =
  /(?<=\b(?:to|into|from)\s+(?:the\s+)?)[A-Z][a-z'-]+(?:\s[A-Z][a-z'-]+){0,2}(?=\s*(?:$|[?.,;!]|\d)|\s(?:in|for|during|since|from|to|and|or|last|this|over|by|between)\b)/g;
/** 对…出口, 对…的手机出口; what is restricted or hit ("对榨汁机出口的限制") are goods. */
const CHINESE =
  /(?<=对|向)[\u4e00-\u9fff]{2,6}?(?=(?:的[^，。？?]{0,8})?(?:出口|进口|贸易)(?!.{0,5}(?:影响|限制|管制|政策|要求|冲击)))/g;
/** What stands there and is no name of one place. */
const NO_PLACE =
  /各|其[他它]|主要|哪|谁|全球|世界|国际|海外|国外|外国|[我本]国|市场|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/i;

/**
 * Where goods go or come from by names that are no country or region we know: a fantasy, a city, a slip of the pen. They are taken, so
 * that nobody reads them as goods. To be called when countries and regions are taken.
 * @param isKnown whether a word is known as something else, goods or a company
 */
export function readUnknownPlaces(sentence: Sentence, isKnown: (word: string) => boolean): string[] {
  return [ENGLISH, CHINESE].flatMap((pattern) =>
    [...sentence.text.matchAll(pattern)].flatMap(({ 0: name, index: start }) => {
      const span = { start, end: start + name.length };
      if (!sentence.isFree(span) || NO_PLACE.test(name) || isKnown(name.toLowerCase())) return [];
      sentence.take(span);
      return [name];
    }),
  );
}
