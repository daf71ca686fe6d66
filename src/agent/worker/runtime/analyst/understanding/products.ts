import { nounPhrases, type Phrase } from './noun-phrases.js';
import { type PhraseIndex, type PhraseMatch } from './phrase-index.js';
import { type ProductMention } from './question.js';
import { type Sentence, type Span } from './sentence.js';

/**
 * The products of a question. A name of the vocabulary is widened to the phrase it stands in, so that a `手机壳` is not looked
 * up as a `手机`; where no name is known, the first phrase that names a thing is taken at its word.
 */
export function readProducts(sentence: Sentence, index: PhraseIndex): ProductMention[] {
  const known = index.find(sentence);
  const phrases = nounPhrases(sentence);
  const products =
    known.length > 0 ? known.map((match) => widen(match, phrases, index)) : phrases.slice(0, 1).map(named);
  return [...new Map(products.map((product) => [product.words.toLowerCase(), product])).values()];
}

function widen(match: PhraseMatch, phrases: readonly Phrase[], index: PhraseIndex): ProductMention {
  const phrase = phrases.find((candidate) => overlaps(candidate, match));
  const wider = phrase !== undefined && phrase.end - phrase.start > match.end - match.start;
  // "parts for pumps and valves" holds two names; each keeps its own words.
  if (!wider || /\b(?:and|or)\b|[、,，]/.test(phrase.words)) return { words: match.name, hsCode: match.id };
  return { words: phrase.words, hsCode: index.idOf(phrase.words) };
}

function named({ words }: Phrase): ProductMention {
  return { words, hsCode: undefined };
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
