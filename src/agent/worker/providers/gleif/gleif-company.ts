import isoCountries from 'i18n-iso-countries/index.js';
import { timestamp } from '../../../../common/clock.js';
import { type Source } from '../../../../session/index.js';
import { type CompanyField, type CompanyRecord, type CompanyStatement } from '../company-data.port.js';
import { hasHan } from '../text-match.js';
import { type LeiRecord } from './gleif.schema.js';

type Address = LeiRecord['attributes']['entity']['legalAddress'];

/** Who consolidates the accounts of a company, or why nobody is named. */
export interface LeiParent {
  readonly name: string | undefined;
  /** The register's word, e.g. `NATURAL_PERSONS`, where it names no parent. */
  readonly exception: string | undefined;
}

export function leiSource({ attributes }: LeiRecord): Source {
  const { lei, entity, registration } = attributes;
  return {
    id: `gleif-${lei}`,
    title: `LEI record of ${entity.legalName.name}`,
    publisher: 'Global Legal Entity Identifier Foundation (GLEIF)',
    url: `https://search.gleif.org/#/record/${lei}`,
    as_of: registration.lastUpdateDate.slice(0, 10),
    retrieved_at: timestamp(),
    licence: 'CC0-1.0',
    confidence: 'verbatim',
  };
}

/** Undefined where the country is none of ISO 3166. */
export function leiCompany(record: LeiRecord, parent?: LeiParent): CompanyRecord | undefined {
  const { lei, entity } = record.attributes;
  const country = isoCountries.alpha2ToAlpha3(entity.legalAddress.country);
  if (country === undefined) return undefined;
  const names = namesOf(record);
  return {
    id: `lei-${lei.toLowerCase()}`,
    country,
    nameZh: names.find(hasHan) ?? null,
    nameEn: names.find((name) => !hasHan(name)) ?? null,
    aliases: names,
    productCodes: [],
    statements: statementsOf(record, parent),
  };
}

/** The legal name first. Chinese companies bear a Chinese one and an English one among the others. */
export function namesOf({ attributes: { entity } }: LeiRecord): string[] {
  const others = [...(entity.otherNames ?? []), ...(entity.transliteratedOtherNames ?? [])];
  return [...new Set([entity.legalName, ...others].map(({ name }) => name))];
}

function statementsOf(record: LeiRecord, parent: LeiParent | undefined): CompanyStatement[] {
  const { lei, entity, registration } = record.attributes;
  const asOf = registration.lastUpdateDate.slice(0, 10);
  const sourceId = leiSource(record).id;
  const say = (field: CompanyField, value: string | null | undefined, note: string | null = null) =>
    value ? [{ field, value, unit: null, period: null, asOf, note, confidence: 'verbatim' as const, sourceId }] : [];
  const renewal = registration.nextRenewalDate ? `, renewal due ${registration.nextRenewalDate.slice(0, 10)}` : '';
  const legal = entity.legalName.name;
  return [
    ...say(hasHan(legal) ? 'legal_name_zh' : 'legal_name_en', legal),
    ...say('registration_no', entity.registeredAs),
    ...say('registered_address', addressOf(entity.legalAddress)),
    ...say('headquarters', entity.headquartersAddress && addressOf(entity.headquartersAddress)),
    ...say('founded', entity.creationDate?.slice(0, 10)),
    ...say('lei', lei, `LEI status ${registration.status}, entity ${entity.status ?? 'of unknown status'}${renewal}`),
    ...say('parent', parent?.name, 'the direct parent that consolidates its accounts'),
    ...say('parent', parent?.exception && 'not named', parent?.exception && `reason given: ${parent.exception}`),
  ];
}

function addressOf({ addressLines, city, region, postalCode, country }: Address): string {
  return [...(addressLines ?? []), city, region, postalCode, country].filter(Boolean).join(', ');
}
