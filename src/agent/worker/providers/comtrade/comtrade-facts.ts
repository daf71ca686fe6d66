import { createHash } from 'node:crypto';
import { timestamp } from '../../../../common/clock.js';
import { type Source } from '../../../../session/index.js';
import { type Flow, type TradeFact } from '../trade-data.port.js';
import { placeOf } from './comtrade-codes.js';
import { type ComtradeRequest } from './comtrade-plan.js';
import { type ComtradeRow } from './comtrade.schema.js';

const UNITS: Readonly<Record<string, string>> = { u: 'units', kg: 'kg', l: 'litres', m: 'm', 'm²': 'm²', 'm³': 'm³' };

/** The rows as facts: totals only, each trade once. Reported values are FOB for exports, CIF for imports, so each flow is a series. */
export function factsOf(rows: readonly ComtradeRow[], sourceId: string): TradeFact[] {
  const facts = new Map<string, TradeFact>();
  for (const row of rows) {
    const reporter = placeOf(row.reporterCode);
    const partner = placeOf(row.partnerCode);
    if (!isTotal(row) || reporter === undefined || partner === undefined || row.primaryValue === null) continue;
    const flow: Flow = row.flowCode === 'M' ? 'M' : 'X';
    facts.set([reporter, partner, flow, row.cmdCode, row.period].join(' '), {
      reporter,
      partner,
      hsCodes: [row.cmdCode],
      description: null,
      flow,
      period: row.period,
      isAverage: false,
      valueUsd: row.primaryValue,
      ...quantityOf(row),
      series: `un-comtrade-${flow}`,
      confidence: 'verbatim',
      sourceId,
    });
  }
  return [...facts.values()];
}

/** One source a request: what it names can be looked at on the provider's site. */
export function sourceOf(request: ComtradeRequest, reporterNames: string): Source {
  const url = publicAddress(request);
  const direction = request.flow === 'X' ? 'exports' : 'imports';
  const years = [...new Set(request.years)].sort((a, b) => a - b);
  const period = years.length > 1 ? `${years[0]}–${years.at(-1)}` : String(years[0]);
  return {
    id: `un-comtrade-${createHash('sha256').update(url).digest('hex').slice(0, 10)}`,
    title: `UN Comtrade: annual ${direction} of goods as reported by ${reporterNames}`,
    publisher: 'United Nations Statistics Division',
    url,
    period,
    retrieved_at: timestamp(),
    licence: 'UN Comtrade terms: free use with attribution, no redistribution',
    confidence: 'verbatim',
  };
}

function isTotal({ customsCode, motCode, partner2Code }: ComtradeRow): boolean {
  return (customsCode ?? 'C00') === 'C00' && (motCode ?? 0) === 0 && (partner2Code ?? 0) === 0;
}

function quantityOf({ qty, qtyUnitAbbr, netWgt }: ComtradeRow): Pick<TradeFact, 'quantity' | 'quantityUnit'> {
  if (qty !== null && qty > 0 && qtyUnitAbbr !== null && qtyUnitAbbr !== 'N/A')
    return { quantity: qty, quantityUnit: UNITS[qtyUnitAbbr] ?? qtyUnitAbbr };
  return netWgt !== null && netWgt > 0
    ? { quantity: netWgt, quantityUnit: 'kg' }
    : { quantity: null, quantityUnit: null };
}

function publicAddress({ reporters, partners, flow, hsCodes, years }: ComtradeRequest): string {
  const url = new URL('https://comtradeplus.un.org/TradeFlow');
  const parameters = {
    Frequency: 'A',
    Flows: flow,
    CommodityCodes: hsCodes.join(','),
    Partners: partners?.join(',') ?? 'all',
    Reporters: reporters?.join(',') ?? 'all',
    period: years.join(','),
    AggregateBy: 'none',
    BreakdownMode: 'classic',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
