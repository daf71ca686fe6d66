import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { type Providers } from '../../providers/providers.types.js';
import { type TariffRate } from '../../providers/tariffs.port.js';
import { citedSources } from '../citations.js';
import { findCountry, place, productRef, requireProduct } from '../references.js';
import { sayAll } from '../say-all.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { getTariffInput } from './get-tariff.input.js';
import { type GetTariffData, type TariffRow } from './get-tariff.types.js';

const KINDS: Readonly<Record<TariffRate['kind'], Text>> = {
  mfn: { en: 'general rate (most favoured nation)', zh: '最惠国（一般）税率' },
  preferential: { en: 'preferential rate', zh: '协定优惠税率' },
  additional: { en: 'additional duty on top', zh: '附加关税（叠加征收）' },
  column2: { en: 'column 2 rate', zh: '第二栏税率' },
};

const TEXTS = {
  found: {
    en: '{count} rates of {importer} on {product} (HS {code}), {edition}',
    zh: '{importer}对{product}（HS {code}）的税率 {count} 条，{edition}',
  },
  none: {
    en: 'No tariff of {importer} on {product} (HS {code}) is held.',
    zh: '未查到{importer}对{product}（HS {code}）的关税税率。',
  },
  takenAs: { en: '"{words}" was taken as HS {code}, {product}.', zh: '“{words}”按 HS {code}（{product}）查询。' },
  moreDigits: {
    en: 'HS {code} is a group of goods with many rates; give the six-digit code.',
    zh: 'HS {code} 是一组商品，税率各不相同，请提供六位编码。',
  },
  noOrigin: {
    en: 'No country of origin was given, so preferential and additional duties were not looked for.',
    zh: '未提供原产国，因此未查询协定优惠税率和附加关税。',
  },
} satisfies Record<string, Text>;

/** What duty a country levies on a product. */
export function getTariffTool({
  tariffs,
  nomenclature,
  countries,
}: Pick<Providers, 'tariffs' | 'nomenclature' | 'countries'>) {
  return defineTool({
    name: 'get_tariff',
    description:
      'Looks up import duty rates of one country for a product, optionally for a country of origin: general, preferential and, for US imports from China, additional duties of chapter 99. Each rate names the release or year it stands in; tell that with every rate. Covers no VAT, anti-dumping or countervailing duties.',
    activity: { en: 'Looking up tariffs', zh: '正在查询关税' },
    input: getTariffInput,
    version: 1,
    run: async ({ product: words, year, ...input }, { language, signal }): Promise<ToolFindings<GetTariffData>> => {
      const importer = findCountry(countries, input.importer);
      const exporter = input.exporter === undefined ? undefined : findCountry(countries, input.exporter);
      const code = requireProduct(nomenclature, words);
      const hsCodes = nomenclature.statisticalCodes(code);
      const found = await tariffs.rates({ importer, exporter, hsCodes, year }, signal);
      const product = productRef(nomenclature, code, language);
      const data: GetTariffData = {
        asked: {
          importer: place(countries, importer, language),
          exporter: exporter === undefined ? null : place(countries, exporter, language),
          product,
          year: year ?? null,
        },
        rates: found.rates.map((rate) => row(rate, language)),
      };
      const named = { code, product: product.name, importer: data.asked.importer.name };
      const none = data.rates.length === 0;
      const editions = [...new Set(data.rates.map(({ edition }) => edition))].join(', ');
      return {
        data,
        sources: citedSources(data, found.sources),
        summary: say(none ? TEXTS.none : TEXTS.found, language, {
          ...named,
          count: data.rates.length,
          edition: editions,
        }),
        coverage: [say(TEXTS.takenAs, language, { ...named, words }), ...sayAll(found.coverage, language)].join(' '),
        missing: [
          ...(none ? [say(TEXTS.none, language, named)] : []),
          ...(code.length < 6 ? [say(TEXTS.moreDigits, language, { code })] : []),
          ...(exporter === undefined ? [say(TEXTS.noOrigin, language)] : []),
          ...sayAll(found.gaps, language),
        ],
        confidence: none ? 'low' : data.rates.some(({ max_percent }) => max_percent !== null) ? 'medium' : 'high',
      };
    },
  });
}

function row(rate: TariffRate, language: Language): TariffRow {
  const { kind, tariffCode, description, range, edition, note, sourceId } = rate;
  return {
    kind,
    label: say(KINDS[kind], language),
    tariff_code: tariffCode,
    description,
    rate: rate.rate,
    rate_percent: rate.percent,
    min_percent: range?.[0] ?? null,
    max_percent: range?.[1] ?? null,
    edition,
    note,
    source_id: sourceId,
  };
}
