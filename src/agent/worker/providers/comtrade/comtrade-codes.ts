import isoCountries from 'i18n-iso-countries/index.js';
import { WORLD } from '../trade-data.port.js';

/** Where the United Nations' statistics differ from ISO 3166: the customs territory is another than the country. */
const EXCEPTIONS: Readonly<Record<string, number>> = { USA: 842, IND: 699, FRA: 251, CHE: 757, NOR: 579 };
/** Taiwan is no reporter; as a partner it is "Other Asia, nes". */
const PARTNERS_ONLY: Readonly<Record<string, number>> = { TWN: 490, [WORLD]: 0 };

const codes = new Map<string, number>(
  Object.entries(isoCountries.getAlpha3Codes()).map(([iso3]) => [
    iso3,
    EXCEPTIONS[iso3] ?? Number(isoCountries.alpha3ToNumeric(iso3)),
  ]),
);
codes.delete('TWN');
const places = new Map([...codes, ...Object.entries(PARTNERS_ONLY)].map(([iso3, code]) => [code, iso3]));

/** The code of a country that reports; undefined for what does not. */
export function reporterCode(iso3: string): number | undefined {
  return codes.get(iso3);
}

/** The code of a partner, the world included. */
export function partnerCode(iso3: string): number | undefined {
  return PARTNERS_ONLY[iso3] ?? codes.get(iso3);
}

/** ISO 3166-1 alpha-3 or `WLD`; undefined for groups and residues such as "Areas, nes". */
export function placeOf(code: number): string | undefined {
  return places.get(code);
}
