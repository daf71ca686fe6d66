import { Readable } from 'node:stream';
import { load } from 'cheerio';
import { parse, type Options } from 'csv-parse';
import { type ListedParty } from '../screening-lists.port.js';

/** OFAC writes this where it says nothing. */
const NULL = '-0-';
/** Ships and aircraft are on the list, too; nobody trades with them. */
const THINGS = new Set(['vessel', 'aircraft']);

/** SDN.CSV and ALT.CSV of the Office of Foreign Assets Control: no header, aliases in the second file. */
export async function parseOfac(files: readonly Uint8Array[]): Promise<readonly ListedParty[]> {
  const aliases = new Map<string, string[]>();
  for await (const [party = '', , , alias = ''] of rows<string[]>(files[1], {}))
    aliases.set(party, [...(aliases.get(party) ?? []), alias]);
  const parties: ListedParty[] = [];
  for await (const [id = '', name = '', type = '', programme = ''] of rows<string[]>(files[0], {})) {
    // The file ends with a control character on a line of its own.
    if (!/^\d+$/.test(id) || THINGS.has(type)) continue;
    parties.push({ name, aliases: aliases.get(id) ?? [], country: null, programme: said(programme), listedOn: null });
  }
  return checked(parties, 'SDN.CSV');
}

/** The Consolidated Screening List as CSV: lists of Commerce and State beside those of the Treasury, which has a file of its own. */
export async function parseConsolidatedScreeningList(files: readonly Uint8Array[]): Promise<readonly ListedParty[]> {
  const parties: ListedParty[] = [];
  for await (const row of rows<Record<string, string>>(files[0], { columns: true })) {
    const { name, source, type } = row;
    if (!name || source?.includes('(SDN)') || THINGS.has((type ?? '').toLowerCase())) continue;
    parties.push({
      name,
      aliases: split(row.alt_names),
      country: split(row.addresses)[0]?.split(',').at(-1)?.trim() ?? null,
      programme: source ?? null,
      listedOn: row.start_date || null,
    });
  }
  return checked(parties, 'consolidated.csv');
}

/** The European Union's consolidated list as CSV: a line for each name of a party, all with its number. */
export async function parseEuropeanUnion(files: readonly Uint8Array[]): Promise<readonly ListedParty[]> {
  const parties = new Map<string, { names: Set<string>; country: string | null; programme: string | null }>();
  for await (const row of rows<Record<string, string>>(files[0], { columns: true, delimiter: ';' })) {
    const id = row.Entity_LogicalId;
    if (!id) continue;
    const party = parties.get(id) ?? { names: new Set(), country: null, programme: null };
    if (row.NameAlias_WholeName) party.names.add(row.NameAlias_WholeName);
    party.country ??= row.Address_CountryIso2Code || null;
    party.programme ??= row.Entity_Regulation_Programme || null;
    parties.set(id, party);
  }
  const listed = [...parties.values()].flatMap(({ names: [name, ...aliases], country, programme }) =>
    name === undefined ? [] : [{ name, aliases, country, programme, listedOn: null }],
  );
  return checked(listed, 'csvFullSanctionsList_1_1');
}

/** The United Nations Security Council's consolidated list as XML. */
export async function parseUnitedNations(files: readonly Uint8Array[]): Promise<readonly ListedParty[]> {
  const $ = load(decode(files[0]), { xml: true });
  const text = (element: ReturnType<typeof $>, path: string) => element.find(path).first().text().trim();
  const parties = $('ENTITIES > ENTITY, INDIVIDUALS > INDIVIDUAL')
    .toArray()
    .map((node): ListedParty => {
      const element = $(node);
      const names = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'].map((part) =>
        element.children(part).text().trim(),
      );
      const aliases = element.find('ENTITY_ALIAS > ALIAS_NAME, INDIVIDUAL_ALIAS > ALIAS_NAME').toArray();
      return {
        name: names.filter(Boolean).join(' '),
        aliases: aliases.map((alias) => $(alias).text().trim()).filter(Boolean),
        country: text(element, 'ENTITY_ADDRESS > COUNTRY, INDIVIDUAL_ADDRESS > COUNTRY') || null,
        programme: text(element, 'UN_LIST_TYPE') || null,
        listedOn: text(element, 'LISTED_ON').slice(0, 10) || null,
      };
    });
  return Promise.resolve(checked(parties, 'consolidated.xml'));
}

function rows<R>(file: Uint8Array | undefined, options: Options): AsyncIterable<R> {
  const text = Readable.from([Buffer.from(file ?? [])]);
  return text.pipe(parse({ bom: true, relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true, ...options }));
}

/** A list nobody is on is no list: a page that says "maintenance" must never clear anybody. */
function checked(parties: readonly ListedParty[], file: string): readonly ListedParty[] {
  const named = parties.filter(({ name }) => name !== '');
  if (named.length === 0) throw new Error(`${file} lists nobody.`);
  return named;
}

function said(value: string): string | null {
  return value === '' || value.trim() === NULL ? null : value.trim();
}

function split(value: string | undefined): string[] {
  return (value ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
}

function decode(file: Uint8Array | undefined): string {
  return new TextDecoder().decode(file);
}
