import { timestamp } from '../../../../common/clock.js';
import { type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type TariffQuery, type TariffRate, type TariffRates, Tariffs } from '../tariffs.port.js';
import { additionalPercent, type HtsLine, linesOf, percentOf, specialRate } from './hts-lines.js';
import { USITC, USITC_URL } from './usitc.policy.js';
import { htsRelease, type HtsRow, htsRows } from './usitc.schema.js';

/** The symbols of the special column by country of origin: agreements only, as preferences for poor countries lapse and return. */
const PROGRAMMES: Readonly<Record<string, readonly string[]>> = {
  AUS: ['AU'],
  BHR: ['BH'],
  CAN: ['S', 'S+', 'CA'],
  MEX: ['S', 'S+', 'MX'],
  CHL: ['CL'],
  COL: ['CO'],
  ISR: ['IL'],
  JOR: ['JO'],
  JPN: ['JP'],
  KOR: ['KR'],
  MAR: ['MA'],
  OMN: ['OM'],
  PAN: ['PA'],
  PER: ['PE'],
  SGP: ['SG'],
};
/** Countries without normal trade relations (general note 3(b)). */
const COLUMN_TWO = new Set(['CUB', 'PRK', 'RUS', 'BLR']);
/** Headings of chapter 99 that are about goods of China only. */
const CHINA_ONLY = /^9903\.(88|91)\./;
const MOST_LINES = 20;
const MOST_POINTERS = 6;

const COVERAGE: Text = {
  en: 'USITC Harmonized Tariff Schedule, the release now in force.',
  zh: '美国国际贸易委员会（USITC）《协调关税表》现行版本。',
};
const OTHER_ACTIONS: Text = {
  en: 'Not computed: additional US duties of 2025 and 2026 by country of origin (headings 9903.01 to 9903.03), anti-dumping and countervailing duties; they change at short notice, check hts.usitc.gov chapter 99.',
  zh: '未计算：美国 2025–2026 年按原产国加征的附加关税（9903.01–9903.03 项下）及反倾销、反补贴税；变动频繁，请查阅 hts.usitc.gov 第 99 章。',
};

/** Rates of the United States. Only the release now in force is served, so a year is not asked for here. */
export class UsitcTariffs extends Tariffs {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string = USITC_URL,
  ) {
    super();
    this.client = http.client(USITC);
  }

  override async rates({ exporter, hsCodes }: TariffQuery, signal: AbortSignal): Promise<TariffRates> {
    const [code = ''] = hsCodes;
    const [edition, rows] = await Promise.all([this.release(signal), this.rows(dotted(code), signal)]);
    const lines = linesOf(rows).slice(0, MOST_LINES);
    if (lines.length === 0) return { rates: [], sources: [], coverage: [], gaps: [] };
    const source = sourceOf(code, edition);
    const stated = { edition, range: null, sourceId: source.id };
    const rates = lines.flatMap((line) => ratesOf(line, exporter).map((rate) => ({ ...rate, ...stated })));
    const added = exporter === 'CHN' ? await this.additional(lines, signal) : [];
    return {
      rates: [...rates, ...added.map((rate) => ({ ...rate, ...stated }))],
      sources: [source],
      coverage: [COVERAGE],
      gaps: [OTHER_ACTIONS],
    };
  }

  private async additional(lines: readonly HtsLine[], signal: AbortSignal) {
    const pointers = [...new Set(lines.flatMap((line) => line.pointers))].filter((code) => CHINA_ONLY.test(code));
    const found = await Promise.all(pointers.slice(0, MOST_POINTERS).map((code) => this.rows(code, signal)));
    return found.flat().flatMap((row): Omit<TariffRate, 'edition' | 'range' | 'sourceId'>[] =>
      row.htsno === '' || row.general === ''
        ? []
        : [
            {
              kind: 'additional',
              tariffCode: row.htsno,
              description: row.description,
              rate: row.general,
              percent: additionalPercent(row.general),
              note: 'pointed to by the footnotes of the tariff line; exclusions may apply',
            },
          ],
    );
  }

  private async release(signal: AbortSignal): Promise<string> {
    const answer = await this.client.json({ url: `${this.baseUrl}/reststop/currentRelease`, signal }, htsRelease);
    return answer || `HTS as served on ${timestamp().slice(0, 10)}`;
  }

  private async rows(code: string, signal: AbortSignal): Promise<HtsRow[]> {
    const url = new URL('/reststop/exportList', this.baseUrl);
    for (const [name, value] of Object.entries({ from: code, to: code, format: 'JSON', styles: 'false' }))
      url.searchParams.set(name, value);
    return (await this.client.json({ url, signal, emptyStatuses: [404] }, htsRows)) ?? [];
  }
}

function ratesOf(line: HtsLine, exporter: string | undefined) {
  const { code: tariffCode, description } = line;
  const rate = (kind: TariffRate['kind'], printed: string, note: string | null) => ({
    kind,
    tariffCode,
    description,
    rate: printed,
    percent: percentOf(printed),
    note,
  });
  if (exporter !== undefined && COLUMN_TWO.has(exporter)) return [rate('column2', line.other, null)];
  const special = specialRate(line.special, PROGRAMMES[exporter ?? ''] ?? []);
  return [
    rate('mfn', line.general, null),
    ...(special === undefined ? [] : [rate('preferential', special, 'for goods that meet the rules of origin')]),
  ];
}

/** `851713` is `8517.13` there. */
function dotted(code: string): string {
  return code.length > 4 ? `${code.slice(0, 4)}.${code.slice(4, 6)}` : code;
}

function sourceOf(code: string, edition: string): Source {
  return {
    id: `usitc-hts-${code}`,
    title: `Harmonized Tariff Schedule of the United States, ${edition}, ${dotted(code)}`,
    publisher: 'US International Trade Commission',
    url: `https://hts.usitc.gov/search?query=${dotted(code)}`,
    period: edition,
    retrieved_at: timestamp(),
    licence: 'US public domain',
    confidence: 'verbatim',
  };
}
