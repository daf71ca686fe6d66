import { AppError } from '../../../../common/errors/app-error.js';
import { type TariffQuery, type TariffRates, Tariffs } from '../tariffs.port.js';
import { gapOf, uniqueTexts } from './provider-gap.js';

const NOTHING: TariffRates = { rates: [], sources: [], coverage: [], gaps: [] };

/** Asks a country's own tariff where we know its publisher and no past year is wanted, then the collection of all countries. */
export class RoutedTariffs extends Tariffs {
  constructor(
    private readonly national: Readonly<Record<string, Tariffs>>,
    private readonly everybody: Tariffs,
  ) {
    super();
  }

  override async rates(query: TariffQuery, signal: AbortSignal): Promise<TariffRates> {
    const own = query.year === undefined ? this.national[query.importer] : undefined;
    const first = own ? await this.ask(own, query, signal) : NOTHING;
    if (first.rates.length > 0) return first;
    const second = await this.ask(this.everybody, query, signal);
    return { ...second, gaps: uniqueTexts([...first.gaps, ...second.gaps]) };
  }

  private async ask(tariffs: Tariffs, query: TariffQuery, signal: AbortSignal): Promise<TariffRates> {
    try {
      return await tariffs.rates(query, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { ...NOTHING, gaps: [gapOf(error)] };
    }
  }
}
