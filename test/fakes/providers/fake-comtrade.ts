import { FakeServer, type Reply, type SeenRequest } from './fake-server.js';

/** A figure the fake holds, in dollars; the rows around it are made up as the real service makes them up. */
export interface HeldFigure {
  readonly reporter: number;
  readonly partner: number;
  readonly flow: 'X' | 'M';
  readonly code: string;
  readonly year: number;
  readonly value: number;
  readonly quantity?: number;
}

export interface FakeComtradeOptions {
  readonly figures: readonly HeldFigure[];
  /** The only key that is good for `/data`. */
  readonly key?: string;
  /** Newest year by reporter, for getDA. */
  readonly latest?: Readonly<Record<number, number>>;
}

const PREVIEW_ROWS = 500;

/**
 * UN Comtrade with its ways: rows split by transport and customs procedure beside the totals unless they are asked away, 500 rows of
 * preview and not one more, a key for `/data`, its own country codes, count 0 for no data.
 */
export function startFakeComtrade(options: FakeComtradeOptions): Promise<FakeServer> {
  return FakeServer.start((request) => respond(request, options));
}

function respond({ url, headers }: SeenRequest, { figures, key, latest }: FakeComtradeOptions): Reply {
  const q = (name: string) => url.searchParams.get(name);
  if (url.pathname === '/public/v1/getDA/C/A/HS') {
    if (q('reporterCode') === null) return { status: 500, body: { statusCode: 500, message: 'Internal server error' } };
    const reporterCode = Number(q('reporterCode'));
    const year = latest?.[reporterCode];
    const data =
      year === undefined
        ? []
        : [
            { reporterCode, period: year - 1 },
            { reporterCode, period: year },
          ];
    return { body: { elapsedTime: '0.05 secs', count: data.length, data, error: '' } };
  }
  const keyed = url.pathname === '/data/v1/get/C/A/HS';
  if (!keyed && url.pathname !== '/public/v1/preview/C/A/HS')
    return { status: 404, body: { statusCode: 404, message: 'Resource not found' } };
  if (keyed && headers['ocp-apim-subscription-key'] !== key) {
    const message =
      'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.';
    return { status: 401, body: { statusCode: 401, message } };
  }
  const within = (name: string, value: string | number) =>
    q(name) === null || q(name)?.split(',').includes(String(value));
  const totalsOnly = q('customsCode') === 'C00' && q('motCode') === '0' && q('partner2Code') === '0';
  const rows = figures
    .filter(
      (figure) =>
        within('reporterCode', figure.reporter) &&
        within('partnerCode', figure.partner) &&
        within('flowCode', figure.flow) &&
        within('cmdCode', figure.code) &&
        within('period', figure.year),
    )
    .flatMap((figure) => (totalsOnly ? [row(figure)] : [row(figure), ...splits(figure)]))
    .slice(0, keyed ? 250_000 : PREVIEW_ROWS);
  return { body: { elapsedTime: '0.2 secs', count: rows.length, data: rows, error: '' } };
}

export function row({ reporter, partner, flow, code, year, value, quantity }: HeldFigure) {
  return {
    typeCode: 'C',
    freqCode: 'A',
    refPeriodId: year * 10_000 + 101,
    refYear: year,
    refMonth: 52,
    period: String(year),
    reporterCode: reporter,
    reporterISO: null,
    reporterDesc: null,
    flowCode: flow,
    flowDesc: null,
    partnerCode: partner,
    partnerISO: null,
    partnerDesc: null,
    partner2Code: 0,
    classificationCode: 'H6',
    classificationSearchCode: 'HS',
    isOriginalClassification: true,
    cmdCode: code,
    cmdDesc: null,
    aggrLevel: code === 'TOTAL' ? 0 : code.length,
    isLeaf: code.length === 6,
    customsCode: 'C00',
    mosCode: '0',
    motCode: 0,
    qtyUnitCode: quantity === undefined ? -1 : 5,
    qtyUnitAbbr: quantity === undefined ? 'N/A' : 'u',
    qty: quantity ?? 0,
    isQtyEstimated: false,
    netWgt: 0,
    isNetWgtEstimated: false,
    cifvalue: flow === 'M' ? value : null,
    fobvalue: flow === 'X' ? value : null,
    primaryValue: value,
    isReported: true,
    isAggregate: false,
  };
}

/** The same trade once more, by sea and by air, and by customs procedure: sums over all rows are three times too large. */
function splits(figure: HeldFigure) {
  const half = { ...figure, value: figure.value / 2 };
  return [
    { ...row(half), motCode: 2100 },
    { ...row(half), motCode: 1000 },
    { ...row(figure), customsCode: 'C01' },
  ];
}
