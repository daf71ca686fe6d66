import { type Text } from '../../../../common/i18n/language.js';
import { CompanyData, type CompanyMatch, type Found, type MakerMatch, type MakerQuery } from '../company-data.port.js';
import { nameLikeness } from '../company-names.js';
import { type Countries } from '../countries/countries.js';
import { isCompany, namedItems, wikidataCompany, wikidataSource } from './wikidata-company.js';
import { makersIn, makersQuery } from './wikidata-makers.js';
import { type WikidataClient } from './wikidata.client.js';

const COVERAGE: Text = {
  en: 'Wikidata: facts on companies as its volunteers have entered them; not checked by us.',
  zh: 'Wikidata：由志愿者录入的企业信息，未经我们核实。',
};
const MOST_CANDIDATES = 7;
/** Items are read one by one here, so a few of the likeliest must do. */
const MOST_READ = 3;
const LEAST_LIKENESS = 0.6;

/** Companies in Wikidata, and who makes what according to it. */
export class WikidataCompanyData extends CompanyData {
  constructor(
    private readonly client: WikidataClient,
    private readonly countries: Countries,
  ) {
    super();
  }

  override async search(name: string, signal: AbortSignal): Promise<Found<CompanyMatch>> {
    const ids = await this.client.search(name, MOST_CANDIDATES, signal);
    const candidates = await this.client.entities(ids, ['labels', 'aliases', 'claims', 'info'], signal);
    const companies = ids.flatMap((id) => candidates.get(id) ?? []).filter(isCompany);
    const read = companies.slice(0, MOST_READ);
    const items = await this.client.entities([...new Set(read.flatMap(namedItems))], ['labels'], signal);
    const matches = read
      .flatMap((entity) => wikidataCompany(entity, items, this.countries) ?? [])
      .map((company) => {
        const names = [company.nameZh, company.nameEn, ...company.aliases].filter((known) => known !== null);
        return { company, score: Math.max(0, ...names.map((known) => nameLikeness(name, known))) };
      })
      .filter(({ score }) => score >= LEAST_LIKENESS)
      .sort((a, b) => b.score - a.score);
    return { matches, sources: read.map(wikidataSource), coverage: matches.length > 0 ? [COVERAGE] : [], gaps: [] };
  }

  override async makersOf({ words, country }: MakerQuery, signal: AbortSignal): Promise<Found<MakerMatch>> {
    // A bare HS code is no name of anything there.
    const [product] = /\p{L}/u.test(words) ? await this.client.search(words, 1, signal) : [];
    if (product === undefined) return { matches: [], sources: [], coverage: [], gaps: [] };
    const rows = await this.client.query(makersQuery(product, country), signal);
    const found = makersIn(rows);
    return { ...found, coverage: found.matches.length > 0 ? [COVERAGE] : [], gaps: [] };
  }
}
