import { CUES, type Cue } from './cues.js';
import { type Intent, type Question } from './question.js';

/** What is known of a question before its intent. */
export type Entities = Omit<Question, 'intent' | 'missing'>;
type Decision = Pick<Question, 'intent' | 'missing'>;

/** Longest question, in characters, that may be a bare name of a thing rather than a sentence about anything. */
const BARE_NAME = 24;

/** What the question is after, from its cues and from what it names. The first rule that fits decides. */
export function readIntent(lower: string, entities: Entities): Decision {
  const asks = (...cues: Cue[]) => cues.some((cue) => CUES[cue].test(lower));
  const product = entities.products.length > 0;
  const known = entities.products.some(({ hsCode }) => hsCode !== undefined);
  const company = entities.companies.length > 0;
  const country = entities.reporters.length + entities.partners.length + entities.regions.length > 0;
  const trade = entities.flows.length > 0 || entities.ranking || asks('trade');
  const nothing = !known && !company && !country && entities.url === undefined;

  if (entities.url !== undefined) return is('product_page');
  if (nothing && asks('thanks')) return is('thanks');
  if (nothing && !trade && (asks('capabilities') || (asks('greeting') && !asks('suppliers', 'hsCode', 'company'))))
    return is('capabilities');
  if (company && !(product && asks('suppliers'))) return is(trade ? 'company_trade' : 'company_profile');
  if (asks('hsCode') && !trade) return product ? is('classify_product') : unclear('product');
  if (asks('suppliers')) return product ? is('find_suppliers') : unclear('product');
  if (beyondOnly(entities.beyond) && !CUES.figures.test(lower))
    return product ? is('classify_product') : unclear('product');
  if (trade || (entities.beyond.includes('buyers') && (product || country)))
    return tradeOrUnclear(asks('allGoods'), product, country);
  if (asks('company')) return asks('companyWord') ? unclear('company') : is('out_of_scope');
  if (entities.products.some(({ words }) => /^\d+$/.test(words))) return is('classify_product');
  if (known || entities.years.length > 0 || country) return unclear(product ? 'aspect' : 'product');
  return product && entities.text.length <= BARE_NAME && asks('followUp') ? unclear('aspect') : is('out_of_scope');
}

/** Buyers can be answered with markets; for the other matters the HS code is all that is held. */
function beyondOnly(beyond: Entities['beyond']): boolean {
  return beyond.some((matter) => matter !== 'buyers');
}

function tradeOrUnclear(allGoods: boolean, product: boolean, country: boolean): Decision {
  return product || allGoods || country ? is('trade_statistics') : unclear('product');
}

function is(intent: Intent): Decision {
  return { intent, missing: undefined };
}

function unclear(missing: Question['missing']): Decision {
  return { intent: 'unclear', missing };
}
