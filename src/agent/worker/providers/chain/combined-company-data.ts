import { AppError } from '../../../../common/errors/app-error.js';
import {
  CompanyData,
  type CompanyMatch,
  type CompanyRecord,
  type Found,
  type MakerMatch,
  type MakerQuery,
} from '../company-data.port.js';
import { bareName } from '../company-names.js';
import { gapOf, uniqueTexts } from './provider-gap.js';

/**
 * Asks all providers at once and joins what they say of one company: every statement keeps its own source, so nothing is mixed. Who fails
 * is passed over, and the answer says so.
 */
export class CombinedCompanyData extends CompanyData {
  /** @param providers the first one's record gives a company its id and name */
  constructor(private readonly providers: readonly CompanyData[]) {
    super();
  }

  override search(name: string, signal: AbortSignal): Promise<Found<CompanyMatch>> {
    return this.join(
      (provider) => provider.search(name, signal),
      signal,
      (match, other) => ({
        company: joined(match.company, other.company),
        score: Math.max(match.score, other.score),
      }),
    );
  }

  override makersOf(query: MakerQuery, signal: AbortSignal): Promise<Found<MakerMatch>> {
    return this.join(
      (provider) => provider.makersOf(query, signal),
      signal,
      (match, other) => ({
        company: joined(match.company, other.company),
        score: Math.max(match.score, other.score),
        reasons: [...match.reasons, ...other.reasons],
      }),
    );
  }

  private async join<M extends CompanyMatch>(
    ask: (provider: CompanyData) => Promise<Found<M>>,
    signal: AbortSignal,
    merge: (match: M, other: M) => M,
  ): Promise<Found<M>> {
    const answers = await Promise.all(this.providers.map((provider) => orGap(ask(provider), signal)));
    const matches: M[] = [];
    for (const match of answers.flatMap((answer) => answer.matches)) {
      const index = matches.findIndex(({ company }) => isSame(company, match.company));
      const known = matches[index];
      if (known) matches[index] = merge(known, match);
      else matches.push(match);
    }
    return {
      matches: matches.sort((a, b) => b.score - a.score),
      sources: answers.flatMap((answer) => answer.sources),
      coverage: uniqueTexts(answers.flatMap((answer) => answer.coverage)),
      gaps: uniqueTexts(answers.flatMap((answer) => answer.gaps)),
    };
  }
}

async function orGap<M>(answer: Promise<Found<M>>, signal: AbortSignal): Promise<Found<M>> {
  try {
    return await answer;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return { matches: [], sources: [], coverage: [], gaps: [gapOf(error)] };
  }
}

/** One company when both name the same LEI; without one on either side, when they bear the same name in the same country. */
function isSame(one: CompanyRecord, other: CompanyRecord): boolean {
  const [lei, otherLei] = [leiOf(one), leiOf(other)];
  if (lei !== undefined && otherLei !== undefined) return lei === otherLei;
  if (one.country !== other.country) return false;
  const names = new Set(namesOf(one));
  return namesOf(other).some((name) => names.has(name));
}

function leiOf({ statements }: CompanyRecord): string | undefined {
  const statement = statements.find(({ field }) => field === 'lei');
  return statement && String(statement.value);
}

function namesOf({ nameZh, nameEn, aliases, statements }: CompanyRecord): string[] {
  const legal = statements.filter(({ field }) => field === 'legal_name_zh' || field === 'legal_name_en');
  const names = [nameZh, nameEn, ...aliases, ...legal.map(({ value }) => String(value))];
  return names.filter((name) => name !== null).map(bareName);
}

function joined(one: CompanyRecord, other: CompanyRecord): CompanyRecord {
  return {
    ...one,
    nameZh: one.nameZh ?? other.nameZh,
    nameEn: one.nameEn ?? other.nameEn,
    aliases: [...new Set([...one.aliases, ...other.aliases])],
    productCodes: [...new Set([...one.productCodes, ...other.productCodes])],
    statements: [...one.statements, ...other.statements],
  };
}
