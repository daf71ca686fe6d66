import { createRequire } from 'node:module';
import isoCountries from 'i18n-iso-countries/index.js';
import { type Language, type Text } from '../../../../common/i18n/language.js';
import { fold } from '../text-match.js';
import { EVERY, WORLD } from '../trade-data.port.js';

// The package's Node entry would load eighty languages; its core and two name lists are what we need.
const load = createRequire(import.meta.url);
for (const language of ['zh', 'en']) isoCountries.registerLocale(load(`i18n-iso-countries/langs/${language}.json`));

/** What our own list says of one country: better names than ISO's formal ones, and what else people call it. */
export interface CountryNames {
  /** ISO 3166-1 alpha-3. */
  readonly iso3: string;
  /** Null where ISO's name serves. */
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  readonly aliases: readonly string[];
}

/** What statistics treat as one partner beside the countries; `EUU` is the World Bank's code. */
const COLLECTIVE: Readonly<Record<string, { name: Text; aliases: readonly string[] }>> = {
  [WORLD]: {
    name: { en: 'World', zh: '全球' },
    aliases: ['world', 'the world', 'global', 'wld', '世界', '全球', '全世界'],
  },
  EUU: {
    name: { en: 'European Union', zh: '欧盟' },
    aliases: ['EUU', 'EU', 'EU27', 'European Union', 'the EU', '欧盟', '欧洲联盟', '歐盟'],
  },
  [EVERY]: {
    name: { en: 'All partners', zh: '所有伙伴' },
    aliases: ['all', 'all partners', 'all countries', 'every country', '所有国家', '各国', '所有伙伴', '全部国家'],
  },
};

/** Countries and territories by ISO code or by any name people give them, Chinese or English. */
export class Countries {
  private readonly codes = new Map<string, string>();
  private readonly names = new Map<string, Text>();
  private readonly spellings = new Map<string, string[]>();

  constructor(own: readonly CountryNames[]) {
    const ours = new Map(own.map((country) => [country.iso3, country]));
    for (const [iso3, iso2] of Object.entries(isoCountries.getAlpha3Codes())) {
      const names = ours.get(iso3);
      const english = isoCountries.getName(iso3, 'en', { select: 'all' }) ?? [];
      const chinese = isoCountries.getName(iso3, 'zh', { select: 'all' }) ?? [];
      this.names.set(iso3, {
        en: names?.nameEn ?? english[0] ?? iso3,
        zh: names?.nameZh ?? chinese[0] ?? iso3,
      });
      this.register(iso3, [iso3, iso2, ...english, ...chinese, ...Object.values(this.names.get(iso3)!)]);
    }
    for (const [code, { name, aliases }] of Object.entries(COLLECTIVE)) {
      this.names.set(code, name);
      this.register(code, aliases);
    }
    // Ours come last: where an alias of ours is also somebody's formal name (Congo), ours says what is meant.
    for (const country of own) this.register(country.iso3, country.aliases);
  }

  /** The ISO 3166-1 alpha-3 code, `WLD` or `ALL`; undefined for a name nobody has. */
  find(name: string): string | undefined {
    return this.codes.get(fold(name));
  }

  /** Whether that is a code a figure may bear: ISO 3166-1 alpha-3, `EUU` or `WLD`. */
  has(code: string): boolean {
    return this.names.has(code) && code !== EVERY;
  }

  /** The name in that language; the code itself where there is none. */
  name(code: string, language: Language): string {
    return this.names.get(code)?.[language] ?? code;
  }

  /** Every country and territory with all names it is found by. */
  all(): readonly { readonly code: string; readonly names: readonly string[] }[] {
    return [...this.spellings].filter(([code]) => code !== EVERY).map(([code, names]) => ({ code, names }));
  }

  private register(code: string, names: readonly string[]): void {
    for (const name of names) this.codes.set(fold(name), code);
    this.spellings.set(code, [...(this.spellings.get(code) ?? []), ...names]);
  }
}
