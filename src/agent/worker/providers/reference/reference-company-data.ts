import { type Text } from '../../../../common/i18n/language.js';
import {
  CompanyData,
  type CompanyMatch,
  type CompanyRecord,
  type Found,
  type MakerMatch,
  type MakerQuery,
  type MakerReason,
} from '../company-data.port.js';
import { nameLikeness, parseStockCode, sameStock } from '../company-names.js';
import { contentWords } from '../text-match.js';
import { type ReferenceSnapshot } from './reference-snapshot.js';

/** The companies in the repository: sixty, mostly listed makers of mainland China, Hong Kong and Taiwan. */
export class ReferenceCompanyData extends CompanyData {
  private readonly coverage: Text;

  constructor(private readonly snapshot: Pick<ReferenceSnapshot, 'companies' | 'sources'>) {
    super();
    const count = snapshot.companies.length;
    this.coverage = {
      en: `Built-in reference snapshot: ${count} companies, mostly listed manufacturers, from stock exchange registers (2023-08), FinanceDatabase (2026-08) and press reports on supplier lists. It is no directory of all suppliers.`,
      zh: `内置参考快照：${count} 家公司（以上市制造企业为主），取自交易所登记资料（2023-08）、FinanceDatabase（2026-08）及关于供应商名单的新闻报道，并非完整的供应商名录。`,
    };
  }

  override search(name: string): Promise<Found<CompanyMatch>> {
    return this.found((company) => ({ company, score: likeness(name, company) }));
  }

  override makersOf(query: MakerQuery): Promise<Found<MakerMatch>> {
    return this.found((company) => {
      if (query.country !== undefined && company.country !== query.country) return { company, score: 0, reasons: [] };
      const candidates = [...byCode(query.hsCodes, company), ...byWords(query.words, company)];
      const score = Math.max(0, ...candidates.map((candidate) => candidate.score));
      return { company, score, reasons: candidates.map(({ reason }) => reason) };
    });
  }

  private found<M extends CompanyMatch>(judge: (company: CompanyRecord) => M): Promise<Found<M>> {
    const matches = this.snapshot.companies
      .map(judge)
      .filter((match) => match.score > 0)
      .sort((a, b) => b.score - a.score || a.company.id.localeCompare(b.company.id));
    const sources = [...this.snapshot.sources.values()];
    return Promise.resolve({ matches, sources, coverage: [this.coverage], gaps: [] });
  }
}

function likeness(asked: string, company: CompanyRecord): number {
  const stock = parseStockCode(asked);
  if (stock !== undefined) {
    const codes = company.statements.filter(({ field }) => field === 'stock_code');
    return codes.some(({ value }) => sameStock(stock, parseStockCode(String(value)))) ? 1 : 0;
  }
  const legal = company.statements.filter(({ field }) => field === 'legal_name_zh' || field === 'legal_name_en');
  const names = [company.nameZh, company.nameEn, ...company.aliases, ...legal.map(({ value }) => String(value))];
  return Math.max(0, ...names.map((name) => (name === null ? 0 : nameLikeness(asked, name))));
}

interface Candidate {
  readonly score: number;
  readonly reason: MakerReason;
}

/** The very code counts most, and more the more typical it is of the company; the same heading counts for a neighbour. */
function byCode(asked: readonly string[], company: CompanyRecord): Candidate[] {
  const candidates = company.productCodes.flatMap((hsCode, index): Candidate[] => {
    if (asked.some((code) => code === hsCode || hsCode.startsWith(code) || code.startsWith(hsCode))) {
      return [{ score: Math.max(0.75, 1 - index * 0.05), reason: { kind: 'code', hsCode } }];
    }
    const neighbour = asked.some((code) => code.length === 6 && code.slice(0, 4) === hsCode.slice(0, 4));
    return neighbour ? [{ score: 0.5, reason: { kind: 'heading', hsCode } }] : [];
  });
  return candidates.sort((a, b) => b.score - a.score).slice(0, 1);
}

function byWords(asked: string, company: CompanyRecord): Candidate[] {
  const wanted = contentWords(asked);
  const stated = company.statements.filter(({ field }) => field === 'main_products');
  const words = new Set(stated.flatMap(({ value }) => contentWords(String(value))));
  const shared = wanted.filter((word) => words.has(word));
  if (shared.length === 0) return [];
  return [{ score: 0.6 * (shared.length / wanted.length), reason: { kind: 'words', words: shared } }];
}
