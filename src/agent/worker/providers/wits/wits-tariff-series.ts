import { type WitsAnswer } from './wits.schema.js';

/** One tariff figure with the names of its dimensions. */
export interface WitsTariff {
  readonly product: string;
  readonly productName: string;
  readonly partner: string;
  readonly year: string;
  /** Simple average over the tariff lines, per cent. */
  readonly average: number;
  readonly min: number | null;
  readonly max: number | null;
  /** `MFN` or the word for a preference. */
  readonly type: string;
  readonly nomenclature: string | null;
}

/**
 * Reads the series. In the tariff data set the third and fourth number of a series' key stand in each other's place: the third is the
 * product, the fourth the partner, whatever the structure says.
 */
export function tariffsOf({ dataSets, structure }: WitsAnswer): WitsTariff[] {
  const { series: dimensions, observation: times } = structure.dimensions;
  const at = (id: string) => dimensions.find((dimension) => dimension.id === id)?.values ?? [];
  const attributes = structure.attributes.observation;
  return dataSets.flatMap(({ series }) =>
    Object.entries(series).flatMap(([key, { observations }]) => {
      const [, , product, partner] = key.split(':').map(Number);
      const goods = at('PRODUCTCODE')[product ?? -1];
      if (!goods) return [];
      return Object.entries(observations).flatMap(([time, [average, ...indexes]]): WitsTariff[] => {
        const attribute = (id: string) => {
          const position = attributes.findIndex((candidate) => candidate.id === id);
          return attributes[position]?.values[indexes[position] ?? -1]?.id ?? null;
        };
        const number = (id: string) => (attribute(id) === null ? null : Number(attribute(id)));
        if (average === null || average === undefined) return [];
        return [
          {
            product: goods.id,
            productName: goods.name,
            partner: at('PARTNER')[partner ?? -1]?.id ?? '000',
            year: times[0]?.values[Number(time)]?.id ?? '',
            average,
            min: number('MIN_RATE'),
            max: number('MAX_RATE'),
            type: attribute('TARIFFTYPE') ?? 'MFN',
            nomenclature: attribute('NOMENCODE'),
          },
        ];
      });
    }),
  );
}
