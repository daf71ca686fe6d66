import { CUES, type Cue } from './cues.js';
import { type Intent, type Matter, type Question } from './question.js';

/** What is known of a question before its intent. */
export type Entities = Omit<Question, 'intent' | 'missing' | 'further'>;
type Decision = Pick<Question, 'intent' | 'missing'>;

/** Longest question, in characters, that may be a bare name of a thing rather than a sentence about anything. */
const BARE_NAME = 24;
/** What only the web may know. */
const UNHELD: readonly Matter[] = ['price', 'logistics', 'rebate', 'trade_remedy', 'requirements'];

/** A question with the short answers its rules are made of. */
class Reading {
  private readonly lower: string;

  constructor(
    lower: string,
    readonly entities: Entities,
  ) {
    this.lower = withoutGoods(lower, entities);
  }

  asks(...cues: Cue[]): boolean {
    return cues.some((cue) => CUES[cue].test(this.lower));
  }

  about(...matters: Matter[]): boolean {
    return matters.some((matter) => this.entities.matters.includes(matter));
  }

  get product(): boolean {
    return this.entities.products.length > 0;
  }

  /** A product of our vocabulary, or a code. */
  get known(): boolean {
    return this.entities.products.some(({ hsCode }) => hsCode !== undefined);
  }

  get company(): boolean {
    return this.entities.companies.length > 0;
  }

  /** Countries named, the world not among them. */
  get countries(): number {
    const { reporters, partners } = this.entities;
    return [...reporters, ...partners].filter(({ code }) => code !== 'WLD').length;
  }

  get place(): boolean {
    const { reporters, partners, regions } = this.entities;
    return reporters.length + partners.length + regions.length > 0;
  }

  get trade(): boolean {
    return this.entities.flows.length > 0 || this.entities.ranking || this.asks('trade');
  }

  /** Names nothing that could be looked up. */
  get nothing(): boolean {
    return !this.known && !this.company && !this.place && this.entities.url === undefined;
  }
}

/** The question without the names of goods we know: "coffee makers" asks for no makers. */
function withoutGoods(lower: string, { products }: Entities): string {
  return products
    .filter(({ hsCode, words }) => hsCode !== undefined && words !== hsCode)
    .reduce((text, { words }) => text.replaceAll(words.toLowerCase(), ' … '), lower);
}

type Rule = (reading: Reading) => Decision | undefined;

const declined: Rule = (q) => {
  if (q.asks('prohibited')) return is('prohibited');
  return q.asks('investment') ? is('investment') : undefined;
};

const link: Rule = (q) => {
  if (q.entities.url === undefined) return undefined;
  return is(q.asks('readPage') && !q.asks('suppliers') ? 'read_page' : 'product_page');
};

const smallTalk: Rule = (q) => {
  if (!q.nothing) return undefined;
  if (q.asks('thanks')) return is('thanks');
  const greeting = q.asks('greeting') && !q.product && !q.asks('suppliers', 'hsCode', 'company');
  return !q.trade && (q.asks('capabilities') || greeting) ? is('capabilities') : undefined;
};

const sums: Rule = (q) => {
  const { calculation } = q.entities;
  if (!calculation) return undefined;
  const asked = calculation.landed_cost ?? calculation.container_fit ?? calculation.incoterms;
  return asked && !q.asks('suppliers') ? is('calculate') : undefined;
};

/** Who says "news" or "search" wants pages, whatever they are about. */
const news: Rule = (q) => {
  if (!q.asks('news') || q.asks('figures', 'suppliers') || q.about('buyers')) return undefined;
  return q.product || q.place || q.trade || q.entities.matters.length > 0 ? is('web_search') : undefined;
};

const sanctions: Rule = (q) => {
  if (!q.about('sanctions')) return undefined;
  if (q.company) return is(q.asks('company') ? 'company_profile' : 'screen_sanctions');
  return q.product && (q.trade || q.asks('suppliers')) ? undefined : unclear('company');
};

const tariff: Rule = (q) => {
  if (!q.about('tariff') || q.company) return undefined;
  if (!q.product) return unclear('product');
  return q.entities.duty.importer === undefined ? unclear('importer') : is('tariff');
};

const company: Rule = (q) => {
  if (!q.company || (q.known && q.asks('suppliers'))) return undefined;
  return is(q.trade ? 'company_trade' : 'company_profile');
};

const markets: Rule = (q) => {
  if (!q.product) return undefined;
  const { flows, regions } = q.entities;
  const several = q.countries + regions.length > 1;
  const directed = flows.length > 0 && !q.asks('market');
  if (q.asks('compare') && several && !directed) return is('compare_markets');
  if (q.asks('compare') && regions.length > 0 && !q.asks('figures')) return is('compare_markets');
  // One country's part in what another buys; its part in what the other sells stands in the statistics.
  const sold = flows.includes('X') && !flows.includes('M');
  if (q.asks('share') && q.countries === 2 && regions.length === 0 && !sold) return is('compare_markets');
  const bought = flows.includes('M') && !flows.includes('X');
  if (regions.some(({ isOrigin }) => !isOrigin) && q.entities.reporters.length === 0 && bought)
    return is('compare_markets');
  if (q.asks('market') && q.place && flows.length === 0) return is('compare_markets');
  if (q.asks('worldImporters') && q.countries === 0 && !flows.includes('X')) return is('compare_markets');
  return q.asks('worldExporters') && q.countries === 0 && regions.length === 0 ? is('world_exporters') : undefined;
};

const classification: Rule = (q) => {
  if (!q.asks('hsCode') || q.trade) return undefined;
  return q.product ? is('classify_product') : unclear('product');
};

const people: Rule = (q) => {
  // A 采购商 buys, though 采购 alone looks for somebody who sells.
  if (q.asks('suppliers') && (!q.about('buyers') || q.asks('supplierWord')))
    return q.product ? is('find_suppliers') : unclear('product');
  if (!q.about('buyers')) return undefined;
  return q.product ? is('find_buyers') : unclear('product');
};

/** What none of the data holds: the web is searched, and it is said that it is not held. */
const unheld: Rule = (q) => {
  if (!q.about(...UNHELD) || q.asks('figures')) return undefined;
  return q.product || q.place || q.about('rebate', 'trade_remedy', 'requirements')
    ? is('web_search')
    : unclear('product');
};

const statistics: Rule = (q) => {
  // "coffee beans from Brazil to Germany"
  const routed = q.product && q.entities.reporters.length > 0 && q.entities.partners.length > 0;
  if (!q.trade && !routed) return undefined;
  if (!q.product && !q.asks('allGoods') && !q.place) return unclear('product');
  return is(q.asks('reasons') ? 'reasons' : 'trade_statistics');
};

const search: Rule = (q) => {
  if (!q.asks('webSearch') || q.asks('figures', 'suppliers') || q.about('buyers')) return undefined;
  return q.product || q.place || q.asks('trade') ? is('web_search') : undefined;
};

const rest: Rule = (q) => {
  if (q.asks('company')) return q.asks('companyWord') ? unclear('company') : is('out_of_scope');
  if (q.entities.products.some(({ words }) => /^\d+$/.test(words))) return is('classify_product');
  if (q.known || q.countries + q.entities.regions.length > 0) return unclear(q.product ? 'aspect' : 'product');
  const short = q.entities.text.length <= BARE_NAME;
  if (q.entities.years.length > 0 && (short || !q.product)) return unclear(q.product ? 'aspect' : 'product');
  return q.product && short && q.asks('followUp') ? unclear('aspect') : undefined;
};

const RULES: readonly Rule[] = [
  declined,
  link,
  smallTalk,
  sums,
  news,
  sanctions,
  tariff,
  company,
  classification,
  search,
  markets,
  people,
  unheld,
  statistics,
  rest,
];

/** What the question is after, from its cues and from what it names. The first rule that fits decides. */
export function readIntent(lower: string, entities: Entities): Decision {
  const reading = new Reading(lower, entities);
  for (const rule of RULES) {
    const decision = rule(reading);
    if (decision) return decision;
  }
  return is('out_of_scope');
}

function is(intent: Intent): Decision {
  return { intent, missing: undefined };
}

function unclear(missing: Question['missing']): Decision {
  return { intent: 'unclear', missing };
}
