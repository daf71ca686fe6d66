import { FakeServer } from './fake-server.js';

/** A figure of all goods the fake holds, by WITS' codes; thousands of US dollars. */
export interface HeldTotal {
  readonly reporter: string;
  readonly partner: string;
  readonly year: number;
  readonly flow: 'X' | 'M';
  readonly thousands: number;
}

const PATH =
  /tradestats-trade\/reporter\/(\w+)\/year\/(\w+)\/partner\/(\w+)\/product\/Total\/indicator\/([XM])PRT-TRD-VL$/;

/** WITS' trade statistics: SDMX-JSON by groups of goods, at most two parts `all`, 404 for no data. */
export function startFakeWitsTrade(held: readonly HeldTotal[]): Promise<FakeServer> {
  return FakeServer.start(({ url }) => {
    const [, reporter = '', year = '', partner = '', flow] = PATH.exec(url.pathname) ?? [];
    if ([reporter, year, partner].filter((part) => part === 'all').length > 2) return { status: 400, body: 'Too many' };
    const is = (value: string, asked: string) => asked === 'all' || value.toLowerCase() === asked;
    const found = held.filter(
      (total) =>
        is(total.reporter, reporter) &&
        is(total.partner, partner) &&
        is(String(total.year), year) &&
        total.flow === flow,
    );
    return found.length === 0 ? { status: 404, body: 'NoRecordsFound' } : { body: answer(found) };
  });
}

function answer(found: readonly HeldTotal[]) {
  const values = (of: (total: HeldTotal) => string) => [...new Set(found.map(of))];
  const [reporters, partners, years] = [
    values(({ reporter }) => reporter),
    values(({ partner }) => partner),
    values(({ year }) => String(year)).sort(),
  ];
  const component = (id: string, ids: readonly string[]) => ({
    id,
    name: id,
    keyPosition: 0,
    values: ids.map((value) => ({ id: value, name: `name of ${value}` })),
  });
  const series: Record<string, { attributes: []; annotations: []; observations: Record<string, number[]> }> = {};
  for (const { reporter, partner, year, thousands } of found) {
    // The product stands behind another one, so that a reader that takes the first is found out.
    const key = ['0', reporters.indexOf(reporter), partners.indexOf(partner), '1', '0'].join(':');
    series[key] ??= { attributes: [], annotations: [], observations: {} };
    series[key].observations[years.indexOf(String(year))] = [thousands, 0];
  }
  return {
    header: {
      id: 'DF_WITS_TradeStats_Trade',
      test: false,
      sender: { id: 'WBG_WITS', name: 'World Bank Group - WITS' },
    },
    dataSets: [{ action: 'Information', series }],
    structure: {
      dimensions: {
        dataset: [],
        series: [
          component('FREQ', ['A']),
          component('REPORTER', reporters),
          component('PARTNER', partners),
          component('PRODUCTCODE', ['Textiles', 'Total']),
          component('INDICATOR', ['MPRT-TRD-VL']),
        ],
        observation: [component('TIME_PERIOD', years)],
      },
      attributes: { dataset: [], series: [], observation: [component('DATASOURCE', ['WITS-CMT'])] },
    },
  };
}
