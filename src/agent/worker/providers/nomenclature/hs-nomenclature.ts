import { type Source } from '../../../../session/index.js';
import { DescriptionIndex } from './description-index.js';
import { NameIndex } from './name-index.js';
import { type HsEntry, type HsMatch, type HsSection, type Product } from './nomenclature.types.js';

/** How much the name of a heading and of a whole chapter counts beside the name of a product: the narrower is meant. */
const HEADING_WEIGHT = 0.95;
const CHAPTER_WEIGHT = 0.7;

/** The Harmonized System 2022 with our own names for what people ask for: look-up and search, in memory. */
export class HsNomenclature {
  private readonly entries: ReadonlyMap<string, HsEntry>;
  private readonly sections: ReadonlyMap<string, HsSection>;
  private readonly products: ReadonlyMap<string, Product>;
  private readonly names = new NameIndex();
  private readonly descriptions: DescriptionIndex;

  constructor(
    /** Where codes and descriptions come from. */
    readonly source: Source,
    sections: readonly HsSection[],
    entries: readonly HsEntry[],
    products: readonly Product[],
  ) {
    this.sections = new Map(sections.map((section) => [section.code, section]));
    this.entries = new Map(entries.map((entry) => [entry.code, entry]));
    this.products = new Map(products.map((product) => [product.hsCode, product]));
    this.descriptions = new DescriptionIndex(entries);
    for (const product of products) {
      for (const name of [product.nameZh, product.nameEn, ...product.synonyms]) this.names.add(product.hsCode, name);
    }
    for (const { code, namesZh, namesEn } of entries) {
      for (const name of [...namesZh, ...namesEn])
        this.names.add(code, name, code.length === 2 ? CHAPTER_WEIGHT : HEADING_WEIGHT);
    }
  }

  /** Undefined for a code that is not held: of six-digit codes only those of our products are. */
  entry(code: string): HsEntry | undefined {
    return this.entries.get(code);
  }

  /** Our own names of that code, where we have any. */
  product(code: string): Product | undefined {
    return this.products.get(code);
  }

  /** Every product we have names for. */
  named(): readonly Product[] {
    return [...this.products.values()];
  }

  section(entry: HsEntry): HsSection | undefined {
    return this.sections.get(entry.section);
  }

  /** The codes under which figures on that product are found: its own and those it had in earlier editions. */
  statisticalCodes(code: string): readonly string[] {
    return [code, ...(this.products.get(code)?.formerCodes ?? [])];
  }

  /** The held six-digit codes of a chapter or heading. */
  subheadingsOf(code: string): readonly string[] {
    return [...this.entries.keys()].filter((known) => known.length === 6 && known !== code && known.startsWith(code));
  }

  /** Codes the words or digits may mean, the best first. */
  search(text: string, limit: number): HsMatch[] {
    const digits = /^(?:hs\s*(?:code)?:?\s*)?(\d[\d.\s]*\d)$/i.exec(text.trim())?.[1]?.replace(/\D/g, '');
    const matches = digits === undefined ? this.searchGoods(text) : this.searchCode(digits);
    return matches
      .sort((a, b) => b.score - a.score || b.code.length - a.code.length || a.code.localeCompare(b.code))
      .slice(0, limit);
  }

  /** "battery pack for scooters" is a battery: what the goods are for counts only where they are not found by themselves. */
  private searchGoods(text: string): HsMatch[] {
    const all = this.searchWords(text);
    const [goods = text, purpose] = text.split(/\sfor\s/i);
    if (purpose === undefined) return all;
    const own = new Map(this.searchWords(goods).map((match) => [match.code, match.score]));
    const best = Math.max(0, ...own.values());
    return all.map((match) => ({ ...match, score: Math.min(match.score, own.get(match.code) ?? best / 2) }));
  }

  private searchWords(text: string): HsMatch[] {
    const merged = new Map<string, HsMatch>();
    for (const match of [...this.names.search(text), ...this.descriptions.search(text)]) {
      const other = merged.get(match.code);
      merged.set(match.code, {
        code: match.code,
        score: Math.max(match.score, other?.score ?? 0),
        reasons: [...(other?.reasons ?? []), ...match.reasons],
      });
    }
    return [...merged.values()];
  }

  /** National codes have eight or ten digits; the first six are international. */
  private searchCode(digits: string): HsMatch[] {
    const code = digits.slice(0, digits.length < 6 ? digits.length - (digits.length % 2) : 6);
    if (this.entries.has(code)) {
      const inside = this.subheadingsOf(code).map((known) => match(known, 0.8, 'inside_code', code));
      return [match(code, 1, 'code', code), ...inside];
    }
    const renamed = [...this.products.values()].filter((product) => product.formerCodes.includes(code));
    if (renamed.length > 0)
      return renamed.map(({ hsCode }, index) => match(hsCode, 0.95 - index * 0.05, 'former_code', code));
    // All headings are held: digits under none of them are no code.
    const heading = code.slice(0, 4);
    return this.entries.has(heading) ? [match(heading, 0.5, 'inside_code', code)] : [];
  }
}

function match(code: string, score: number, kind: 'code' | 'former_code' | 'inside_code', text: string): HsMatch {
  return { code, score, reasons: [{ kind, text }] };
}
