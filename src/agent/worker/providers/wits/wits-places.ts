import isoCountries from 'i18n-iso-countries/index.js';
import { EUROPEAN_UNION } from '../countries/european-union.js';
import { EVERY, WORLD } from '../trade-data.port.js';

/** Where WITS keeps older codes of the World Bank instead of ISO 3166's. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  ROU: 'ROM',
  COD: 'ZAR',
  TLS: 'TMP',
  TWN: 'OAS',
  [EUROPEAN_UNION]: 'EUN',
  [WORLD]: 'WLD',
  [EVERY]: 'all',
};
const PLACES = new Map(Object.entries(EXCEPTIONS).map(([iso3, code]) => [code, iso3]));

/** The code of a place, the world and all of them included. */
export function witsPlace(iso3: string): string {
  return (EXCEPTIONS[iso3] ?? iso3).toLowerCase();
}

/** ISO 3166-1 alpha-3, `WLD` or `EUU`; undefined for regions and residues. */
export function placeOfWits(code: string): string | undefined {
  const place = PLACES.get(code);
  if (place !== undefined) return place;
  return isoCountries.alpha3ToNumeric(code) === undefined ? undefined : code;
}
