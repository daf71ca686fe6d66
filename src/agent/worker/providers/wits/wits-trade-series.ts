import { type WitsAnswer } from './wits.schema.js';

/** One value of the trade statistics. */
export interface WitsTrade {
  /** Codes as WITS has them. */
  readonly reporter: string;
  readonly partner: string;
  readonly product: string;
  readonly year: string;
  /** Thousands of US dollars, as WITS publishes them. */
  readonly thousands: number;
}

/** Reads the series; other than with tariffs, their keys are in the order the structure says. */
export function tradeOf({ dataSets, structure }: WitsAnswer): WitsTrade[] {
  const { series: dimensions, observation: times } = structure.dimensions;
  return dataSets.flatMap(({ series }) =>
    Object.entries(series).flatMap(([key, { observations }]) => {
      const numbers = key.split(':').map(Number);
      const at = (id: string) => {
        const position = dimensions.findIndex((dimension) => dimension.id === id);
        return dimensions[position]?.values[numbers[position] ?? -1]?.id ?? '';
      };
      const [reporter, partner, product] = [at('REPORTER'), at('PARTNER'), at('PRODUCTCODE')];
      return Object.entries(observations).flatMap(([time, [thousands]]): WitsTrade[] => {
        if (thousands === null || thousands === undefined) return [];
        return [{ reporter, partner, product, thousands, year: times[0]?.values[Number(time)]?.id ?? '' }];
      });
    }),
  );
}
