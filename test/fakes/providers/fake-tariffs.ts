import { FakeServer } from './fake-server.js';

const row = (
  htsno: string,
  indent: number,
  description: string,
  rates: Partial<Record<'general' | 'special' | 'other', string>> = {},
  notes: string[] = [],
) => ({
  htsno,
  indent: String(indent),
  description,
  superior: htsno === '' ? 'true' : null,
  units: [],
  general: '',
  special: '',
  other: '',
  ...rates,
  footnotes: notes.map((value) => ({ columns: ['general'], marker: '1', value, type: 'endnote' })),
  quotaQuantity: null,
  additionalDuties: null,
  addiitionalDuties: null,
});

const SCHEDULE: Readonly<Record<string, unknown>> = {
  '8517.13': [
    row('', 0, 'Telephone sets:'),
    row('8517.13.00', 1, 'Smartphones', { general: 'Free', other: '35%' }),
    row('8517.13.00.00', 2, 'Smartphones', {}, ['See 9903.88.16.']),
  ],
  '8504.40': [
    row('8504.40', 0, 'Static converters:'),
    row('8504.40.95', 1, 'Other', { general: '1.5%', special: 'Free (A,AU,BH,CL,KR,S) 0.5% (JP)', other: '35%' }, [
      'See 9903.88.01.',
    ]),
    row('8504.40.95.10', 2, 'Power supplies'),
  ],
  '9903.88.01': [
    row(
      '9903.88.01',
      0,
      'Except as provided in headings …, articles the product of China, as provided for in note 20(a)',
      {
        general: 'The duty provided in the applicable subheading + 25%',
      },
    ),
  ],
  '9903.88.16': [],
};

/** USITC's REST service: one release, rows of ten digits without a rate, additional duties in chapter 99 behind footnotes. */
export function startFakeUsitc(): Promise<FakeServer> {
  return FakeServer.start(({ url }) => {
    if (url.pathname === '/reststop/currentRelease')
      return { body: { name: '2026HTSRev21', title: '', description: '2026 HTS Revision 21', status: 'current' } };
    return { body: SCHEDULE[url.searchParams.get('from') ?? ''] ?? [] };
  });
}

export interface HeldTariff {
  readonly reporter: string;
  readonly partner: string;
  readonly product: string;
  readonly year: number;
  readonly average: number;
  readonly min?: number;
  readonly max?: number;
}

/** WITS' tariff data set, with the third and fourth number of its series' keys in each other's place; 404 for no data. */
export function startFakeWits(held: readonly HeldTariff[]): Promise<FakeServer> {
  return FakeServer.start(({ url }) => {
    const path = /TRN\/reporter\/(\d+)\/partner\/(\d+)\/product\/(\d+)\/year\/(\d+)\/datatype\/reported$/.exec(
      url.pathname,
    );
    const [, reporter, partner, product, year] = path ?? [];
    const found = held.find(
      (tariff) =>
        tariff.reporter === reporter &&
        tariff.partner === partner &&
        tariff.product === product &&
        String(tariff.year) === year,
    );
    return found ? { body: answer(found) } : { status: 404, body: 'NoRecordsFound' };
  });
}

function answer({ reporter, partner, product, year, average, min = average, max = average }: HeldTariff) {
  const dimension = (id: string, ...values: string[]) => ({
    id,
    name: id,
    values: values.map((value) => ({ id: value, name: value })),
  });
  return {
    header: { id: 'DF_WITS_Tariff_TRAINS' },
    dataSets: [
      {
        action: 'Information',
        attributes: [0],
        // Two products stand in the structure and one partner: the `1` is the product, in the partner's place.
        series: {
          '0:0:1:0:0': { attributes: [], observations: { '0': [average, 0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0] } },
        },
      },
    ],
    structure: {
      dimensions: {
        dataset: [],
        series: [
          dimension('FREQ', 'A'),
          dimension('REPORTER', reporter),
          dimension('PARTNER', partner),
          dimension('PRODUCTCODE', '010121', product),
          dimension('DATATYPE', 'Reported'),
        ],
        observation: [dimension('TIME_PERIOD', String(year))],
      },
      attributes: {
        dataset: [dimension('DATASOURCE', 'TRN')],
        series: [],
        observation: [
          dimension('NOMENCODE', 'H6'),
          dimension('EXCLUDEDFROM'),
          dimension('TARIFFTYPE', partner === '000' ? 'MFN' : 'PREF'),
          dimension('SUM_OF_RATES', String(average)),
          dimension('MIN_RATE', String(min)),
          dimension('MAX_RATE', String(max)),
          dimension('TOTALNOOFLINES', '1'),
          dimension('NBR_PREF_LINES', '0'),
          dimension('NBR_MFN_LINES', '1'),
          dimension('NBR_NA_LINES', '0'),
          dimension('OBS_VALUE_MEASURE', 'SimpleAverage'),
        ],
      },
    },
  };
}
