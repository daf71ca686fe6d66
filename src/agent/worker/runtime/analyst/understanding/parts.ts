import { type Intent, type Question } from './question.js';

/** Questions one message may ask; beyond them an answer becomes a report. */
const MOST_PARTS = 4;
/** Ends of sentences, new lines, and items of a list. Not the full stop inside of a number or an address. */
const END_OF_SENTENCE = /(?<=[。？！?！；;\n])|(?<=[.!])\s+(?=[A-Z\p{Script=Han}])|(?:^|\s)(?=\(?[1-9][.)、]\s*\D)/u;
/** Where a second question begins in the same sentence: "who supplies …, and what is the duty", 谁供应…，关税是多少. */
const NEXT_QUESTION =
  /,?\s+and\s+(?=(?:what|who|which|how)\b)|[，,](?=[^，。？?,]{0,12}(?:关税|税率|供应商|买家|采购商|编码)[^，。？?,]{0,8}(?:多少|哪些|什么|谁|几))/iu;
const END = new RegExp(`${END_OF_SENTENCE.source}|${NEXT_QUESTION.source}`, 'iu');
const NUMBERING = /^\s*\(?[1-9][.)、]\s*/;
/** What cannot stand as a part of its own: it says nothing to look up. */
const IDLE = new Set<Intent>(['capabilities', 'thanks', 'out_of_scope', 'unclear', 'reasons']);

type Read = (text: string, earlier: Question | undefined) => Question;

/**
 * The questions of one message, in its order. Sentences that only add to the one before them ("要2024年的", "对德国呢？") are read
 * together with it.
 */
export function readParts(text: string, earlier: Question | undefined, read: Read): [Question, ...Question[]] {
  const whole = read(text, earlier);
  const sentences = text
    .split(END)
    .map((sentence) => sentence.replace(NUMBERING, '').trim())
    .filter((sentence) => sentence.length > 1);
  if (sentences.length < 2 || whole.intent === 'prohibited') return [whole];
  const texts: string[] = [];
  for (const sentence of sentences) {
    const before = texts.length === 0 ? earlier : read(texts.at(-1)!, earlier);
    if (texts.length > 0 && addsTo(before, sentence, read)) texts.push(`${texts.pop()} ${sentence}`);
    else texts.push(sentence);
  }
  const parts = texts.reduce<Question[]>((found, piece) => [...found, read(piece, found.at(-1) ?? earlier)], []);
  const working = parts.filter(({ intent }) => !IDLE.has(intent)).slice(0, MOST_PARTS);
  const [first, ...rest] = working;
  return first && rest.length > 0 ? [first, ...rest] : [whole];
}

/** Whether a sentence has no question of its own, or only goes on with the one before. */
function addsTo(before: Question | undefined, sentence: string, read: Read): boolean {
  if (before !== undefined && IDLE.has(before.intent)) return true;
  if (!IDLE.has(read(sentence, undefined).intent)) return false;
  const leaning = read(sentence, before);
  return IDLE.has(leaning.intent) || leaning.intent === before?.intent;
}
