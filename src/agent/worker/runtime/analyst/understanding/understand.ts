import { LRUCache } from 'lru-cache';
import { detectLanguage } from '../../../../../common/i18n/language.js';
import { type Flow } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type Vocabulary } from '../vocabulary.js';
import { readAmounts, readCalculation } from './calculation.js';
import { readHsCodes, readLink } from './codes-and-links.js';
import { readCompanies } from './companies.js';
import { readRoute } from './countries.js';
import { CUES } from './cues.js';
import { readDutyRoute, readUsStatute } from './duty-route.js';
import { canBeContinued, continueFrom } from './follow-up.js';
import { type Entities } from './intent.js';
import { readMatters } from './matters.js';
import { readParts } from './parts.js';
import { PhraseIndex } from './phrase-index.js';
import { readProducts } from './products.js';
import { type Question } from './question.js';
import { readRegions } from './regions.js';
import { readReport } from './report.js';
import { LONGEST_SENTENCE, Sentence } from './sentence.js';
import { Spelling } from './spelling.js';
import { readUnknownPlaces } from './unknown-places.js';
import { readYears } from './years.js';

/** How many earlier questions a follow-up may lean on. */
const REMEMBERED = 12;

/** Questions whose names are kept: a question is read again with every model call of its run, and with every later one of its conversation. */
const KEPT = 500;

/** Reads questions in Chinese, English and both mixed, against one vocabulary. Pure: the same words and day give the same reading. */
export class Understanding {
  readonly #countries: PhraseIndex;
  readonly #products: PhraseIndex;
  readonly #companies: PhraseIndex;
  readonly #spelling: Spelling;
  readonly #read = new LRUCache<string, Entities>({ max: KEPT });

  constructor(vocabulary: Vocabulary) {
    this.#countries = new PhraseIndex(vocabulary.countries);
    this.#products = new PhraseIndex(vocabulary.products);
    this.#companies = new PhraseIndex(vocabulary.companies, true);
    this.#spelling = new Spelling([...vocabulary.countries, ...vocabulary.products, ...vocabulary.companies]);
  }

  /**
   * The last question, understood in the light of those before it.
   * @param questions what the user asked in this conversation, oldest first, at least one
   */
  read(questions: readonly string[], today: Date): Question {
    let earlier: Question | undefined;
    let last: Question | undefined;
    for (const text of questions.slice(-REMEMBERED)) {
      const parts = readParts(text, earlier, (piece, before) => continueFrom(before, this.#entitiesOf(piece, today)));
      last = { ...parts[0], further: parts.slice(1) };
      earlier = parts.findLast(canBeContinued) ?? earlier;
    }
    if (!last) throw new Error('There is no question to read.');
    return last;
  }

  /** The companies and products of the vocabulary that a text of any length names, each once. */
  namesIn(text: string): { readonly companies: readonly string[]; readonly products: readonly string[] } {
    const companies = new Set<string>();
    const products = new Set<string>();
    for (let at = 0; at < text.length; at += LONGEST_SENTENCE) {
      const sentence = new Sentence(text.slice(at, at + LONGEST_SENTENCE));
      for (const match of this.#companies.find(sentence)) {
        sentence.take(match);
        companies.add(match.name);
      }
      for (const { name } of this.#products.find(sentence)) products.add(name);
    }
    return { companies: [...companies], products: [...products] };
  }

  #isKnown(word: string): boolean {
    return [this.#products, this.#companies].some((index) => index.idOf(word) !== undefined);
  }

  #entitiesOf(text: string, today: Date): Entities {
    const key = `${today.getUTCFullYear()} ${text}`;
    const entities = this.#read.get(key) ?? this.#entities(text, today);
    this.#read.set(key, entities);
    return entities;
  }

  /** What a question names. The order matters: each reader leaves to the next only what it did not take. */
  #entities(text: string, today: Date): Entities {
    const sentence = new Sentence(this.#spelling.mend(text));
    const url = readLink(sentence);
    const report = readReport(sentence);
    const calculation = readCalculation(sentence);
    const american = readUsStatute(sentence);
    const codes = readHsCodes(sentence);
    const years = readYears(sentence, today);
    const companies = readCompanies(sentence, this.#companies, (name) => this.#products.idOf(name) !== undefined);
    const flows = readFlows(sentence.lower);
    const route = readRoute(sentence, this.#countries, flows);
    const regions = readRegions(sentence);
    const unknownPlaces = readUnknownPlaces(sentence, (word) => this.#isKnown(word));
    const spoken = readProducts(sentence, this.#products);
    const products = codes.length > 0 ? codes.map((code) => ({ words: code, hsCode: code })) : spoken;
    const language = detectLanguage(text);
    const duty = readDutyRoute(route.places, flows, sentence.lower);
    const entities: Entities = {
      text: sentence.text,
      language,
      reporters: route.reporters,
      partners: route.partners,
      regions,
      unknownPlaces,
      ranking: CUES.ranking.test(sentence.lower),
      flows: flows.length === 0 && route.pair ? ['X', 'M'] : flows,
      years,
      products,
      companies,
      url,
      matters: readMatters(sentence.lower, years, today),
      duty: american
        ? { ...duty, importer: { code: 'USA', name: language === 'zh' ? '美国' : 'United States' } }
        : duty,
      made: route.places.find(({ adjective }) => adjective),
      calculation,
      amounts: readAmounts(sentence),
      detail: CUES.detail.test(sentence.lower),
      report,
    };
    return namesACompany(sentence.lower, entities)
      ? { ...entities, companies: asCompanies(spoken, sentence), products: [] }
      : entities;
  }
}

function readFlows(lower: string): Flow[] {
  if (CUES.bothWays.test(lower)) return ['X', 'M'];
  const flows: Flow[] = [];
  if (CUES.exports.test(lower)) flows.push('X');
  if (CUES.imports.test(lower)) flows.push('M');
  return flows;
}

/** "华为的资质怎么样", "is Huawei sanctioned": an unknown name of which one asks what is asked of companies is a company. */
function namesACompany(lower: string, { companies, products, flows, url, matters }: Entities): boolean {
  const unknown = products.length > 0 && products.every(({ hsCode }) => hsCode === undefined);
  const asked = CUES.company.test(lower) && !CUES.suppliers.test(lower) && !CUES.hsCode.test(lower);
  const screened = matters.includes('sanctions') && !matters.includes('tariff');
  return companies.length === 0 && unknown && (asked || screened) && flows.length === 0 && url === undefined;
}

/** A name nobody told us of is kept as it was written: on a list it may stand in traditional characters. */
function asCompanies(products: Entities['products'], sentence: Sentence): Entities['companies'] {
  return products.map(({ words }) => {
    const at = sentence.text.indexOf(words);
    return { name: at < 0 ? words : sentence.written.slice(at, at + words.length), known: false };
  });
}
