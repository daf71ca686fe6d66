import isoCountries from 'i18n-iso-countries/index.js';
import { EU_MEMBERS, EUROPEAN_UNION } from '../countries/european-union.js';
import { WORLD } from '../trade-data.port.js';

const UNION = 'EU27_2020';
/** The rest of the world, as a union sees it: what its members trade with each other is no trade of the union. */
const OUTSIDE_UNION = 'EXT_EU27_2020';
const INSIDE_UNION = 'INT_EU27_2020';
const EVERYBODY = 'WORLD';
/** Where the geonomenclature of the Union's statistics differs from ISO 3166. */
const EXCEPTIONS: Readonly<Record<string, string>> = { SRB: 'XS' };

/** The code of a member, or of the Union; undefined for who does not report to Eurostat. */
export function comextReporter(iso3: string): string | undefined {
  if (iso3 === EUROPEAN_UNION) return UNION;
  return EU_MEMBERS.has(iso3) ? isoCountries.alpha3ToAlpha2(iso3) : undefined;
}

/** The code of a partner as that reporter has it. */
export function comextPartner(iso3: string, reporter: string): string | undefined {
  if (iso3 === WORLD) return reporter === EUROPEAN_UNION ? OUTSIDE_UNION : EVERYBODY;
  if (iso3 === EUROPEAN_UNION) return INSIDE_UNION;
  return EXCEPTIONS[iso3] ?? isoCountries.alpha3ToAlpha2(iso3);
}

/** ISO 3166-1 alpha-3, `WLD` or `EUU`; undefined for other groups and for residues. */
export function comextPlace(code: string, reporter: string): string | undefined {
  if (code === comextPartner(WORLD, reporter)) return WORLD;
  if (code === INSIDE_UNION) return EUROPEAN_UNION;
  const exception = Object.entries(EXCEPTIONS).find(([, own]) => own === code)?.[0];
  return exception ?? (code.length === 2 ? isoCountries.alpha2ToAlpha3(code) : undefined);
}
