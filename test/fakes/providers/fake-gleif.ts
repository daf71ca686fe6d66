import { FakeServer, type Reply } from './fake-server.js';

export interface HeldEntity {
  readonly lei: string;
  readonly name: string;
  readonly language?: string;
  readonly otherNames?: readonly string[];
  readonly country?: string;
  /** LEI of the parent, or the reason why there is none. */
  readonly parent?: string;
}

/** GLEIF's API as JSON:API writes it: full-text search, records, a parent or the reason for none. */
export function startFakeGleif(entities: readonly HeldEntity[]): Promise<FakeServer> {
  return FakeServer.start(({ url }): Reply => {
    const path = url.pathname.replace('/api/v1/lei-records', '').split('/').slice(1);
    const text = url.searchParams.get('filter[fulltext]')?.toLowerCase();
    if (path.length === 0 && text !== undefined) {
      const found = entities.filter(({ name, otherNames }) =>
        [name, ...(otherNames ?? [])].some((known) => known.toLowerCase().includes(text)),
      );
      return { body: { meta: { pagination: { total: found.length } }, data: found.map(record) } };
    }
    const entity = entities.find(({ lei }) => lei === path[0]);
    const parent = entities.find(({ lei }) => lei === entity?.parent);
    if (path.length === 1 && entity) return { body: { data: record(entity) } };
    if (path[1] === 'direct-parent' && parent) return { body: { data: record(parent) } };
    if (path[1] === 'direct-parent-reporting-exception' && entity?.parent)
      return {
        body: {
          data: {
            type: 'reporting-exceptions',
            attributes: { lei: entity.lei, reason: entity.parent, reference: null },
          },
        },
      };
    return { status: 404, body: { errors: [{ status: '404', title: 'Not Found' }] } };
  });
}

function record({ lei, name, language = 'en', otherNames = [], country = 'CN', parent }: HeldEntity) {
  const related = `https://api.gleif.org/api/v1/lei-records/${lei}/direct-parent`;
  const address = {
    language,
    addressLines: ['1 Example Road'],
    addressNumber: null,
    city: 'Shenzhen',
    region: 'CN-GD',
    country,
    postalCode: '518000',
  };
  const links = /^[0-9A-Z]{20}$/.test(parent ?? '')
    ? { 'relationship-record': `${related}-relationship`, 'lei-record': related }
    : { 'reporting-exception': `${related}-reporting-exception` };
  return {
    type: 'lei-records',
    id: lei,
    attributes: {
      lei,
      entity: {
        legalName: { name, language },
        otherNames: otherNames.map((other) => ({
          name: other,
          language: 'en',
          type: 'ALTERNATIVE_LANGUAGE_LEGAL_NAME',
        })),
        transliteratedOtherNames: [],
        legalAddress: address,
        headquartersAddress: address,
        registeredAs: '91440300000000000X',
        jurisdiction: country,
        status: 'ACTIVE',
        creationDate: '2002-06-11T00:00:00Z',
      },
      registration: {
        status: 'LAPSED',
        lastUpdateDate: '2026-05-02T07:17:31Z',
        nextRenewalDate: '2025-07-06T07:17:33Z',
      },
    },
    relationships: { 'direct-parent': parent === undefined ? null : { links } },
  };
}
