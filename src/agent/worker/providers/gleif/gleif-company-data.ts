import { type Text } from '../../../../common/i18n/language.js';
import { CompanyData, type CompanyMatch, type Found, type MakerMatch } from '../company-data.port.js';
import { nameLikeness } from '../company-names.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { leiCompany, type LeiParent, leiSource, namesOf } from './gleif-company.js';
import { GLEIF, GLEIF_URL } from './gleif.policy.js';
import { type LeiRecord, leiRecordList, leiRecordOne, reportingException } from './gleif.schema.js';

const COVERAGE: Text = {
  en: 'GLEIF: companies that have a Legal Entity Identifier, as they stand in the register.',
  zh: 'GLEIF：已登记法人识别码（LEI）的企业资料。',
};
const LEI = /^[0-9A-Z]{18}\d{2}$/;
/** A record that merely mentions the words is no candidate. */
const LEAST_LIKENESS = 0.6;
const MOST_CANDIDATES = 10;

/** Companies in the register of Legal Entity Identifiers. It says nothing of what they make. */
export class GleifCompanyData extends CompanyData {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string = GLEIF_URL,
  ) {
    super();
    this.client = http.client(GLEIF);
  }

  override async search(name: string, signal: AbortSignal): Promise<Found<CompanyMatch>> {
    const records = LEI.test(name.trim().toUpperCase())
      ? await this.byLei(name.trim().toUpperCase(), signal)
      : await this.byName(name, signal);
    const ranked = records
      .map((record) => ({ record, score: likeness(name, record) }))
      .filter(({ score }) => score >= LEAST_LIKENESS)
      .sort((a, b) => b.score - a.score);
    const parent = ranked[0] && (await this.parentOf(ranked[0].record, signal));
    const matches = ranked.flatMap(({ record, score }, index) => {
      const company = leiCompany(record, index === 0 ? parent : undefined);
      return company ? [{ company, score }] : [];
    });
    const sources = ranked.map(({ record }) => leiSource(record));
    return { matches, sources, coverage: matches.length > 0 ? [COVERAGE] : [], gaps: [] };
  }

  override makersOf(): Promise<Found<MakerMatch>> {
    return Promise.resolve({ matches: [], sources: [], coverage: [], gaps: [] });
  }

  private async byLei(lei: string, signal: AbortSignal): Promise<LeiRecord[]> {
    const answer = await this.client.json(this.request(`/lei-records/${lei}`, signal), leiRecordOne);
    return answer ? [answer.data] : [];
  }

  private async byName(name: string, signal: AbortSignal): Promise<LeiRecord[]> {
    const query = new URLSearchParams({ 'filter[fulltext]': name, 'page[size]': String(MOST_CANDIDATES) });
    const answer = await this.client.json(this.request(`/lei-records?${query.toString()}`, signal), leiRecordList);
    return answer?.data ?? [];
  }

  /** The record says which of the two there is: a parent, or a reason why none is named. */
  private async parentOf(record: LeiRecord, signal: AbortSignal): Promise<LeiParent | undefined> {
    const links = record.relationships?.['direct-parent']?.links ?? {};
    const path = `/lei-records/${record.id}/direct-parent`;
    if ('reporting-exception' in links) {
      const answer = await this.client.json(this.request(`${path}-reporting-exception`, signal), reportingException);
      return answer && { name: undefined, exception: answer.data.attributes.reason };
    }
    if (Object.keys(links).length === 0) return undefined;
    const answer = await this.client.json(this.request(path, signal), leiRecordOne);
    return answer && { name: namesOf(answer.data)[0], exception: undefined };
  }

  private request(path: string, signal: AbortSignal) {
    const headers = { accept: 'application/vnd.api+json' };
    return { url: `${this.baseUrl}/api/v1${path}`, signal, headers, emptyStatuses: [404] };
  }
}

function likeness(asked: string, record: LeiRecord): number {
  if (asked.trim().toUpperCase() === record.attributes.lei) return 1;
  return Math.max(...namesOf(record).map((name) => nameLikeness(asked, name)));
}
