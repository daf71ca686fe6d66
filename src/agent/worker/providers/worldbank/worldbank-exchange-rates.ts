import { ExchangeRates, type YearlyRates } from '../exchange-rates.port.js';
import { type WorldBankClient } from './worldbank.client.js';

/** Units of the national currency for a US dollar, averaged over the year; of the euro area as a whole. */
const OFFICIAL_RATE = 'PA.NUS.FCRF';
const EURO_AREA = 'EMU';

/** Average exchange rates as the World Bank publishes them, some months after the end of the year. */
export class WorldBankExchangeRates extends ExchangeRates {
  constructor(private readonly client: WorldBankClient) {
    super();
  }

  override async euro(years: readonly number[], signal: AbortSignal): Promise<YearlyRates> {
    const span = [Math.min(...years), Math.max(...years)] as const;
    const { rows, source } = await this.client.series(OFFICIAL_RATE, [EURO_AREA], span, signal);
    const dollars = rows
      .map(({ date, value }) => ({ year: Number(date), value }))
      .flatMap(({ year, value }): [number, number][] => (value && years.includes(year) ? [[year, 1 / value]] : []));
    return { dollars: new Map(dollars), source };
  }
}
