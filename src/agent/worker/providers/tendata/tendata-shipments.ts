import { DAY, timestamp } from '../../../../common/clock.js';
import { type Source } from '../../../../session/index.js';
import { type Buyer, type BuyerQuery, type Buyers, ShipmentRecords } from '../shipment-records.port.js';
import { type Shipment, type TendataClient } from './tendata.client.js';

/** Every record costs points: one page, newest first. */
const MOST_RECORDS = 100;
const PERIOD = 365 * DAY;
const MOST_SUPPLIERS = 3;

/** Buyers by name out of the import records Tendata collects. */
export class TendataShipments extends ShipmentRecords {
  constructor(private readonly client: TendataClient) {
    super();
  }

  override async buyers({ hsCodes, words, market, origin }: BuyerQuery, signal: AbortSignal): Promise<Buyers> {
    const day = (at: number) => timestamp(at).slice(0, 10);
    const [endDate, startDate] = [day(Date.now()), day(Date.now() - PERIOD)];
    const [hsCode] = hsCodes;
    const filter = {
      startDate,
      endDate,
      ...(hsCode === undefined ? { productDesc: words } : { hsCode }),
      // The document and the service do not agree on the name of this field.
      ...(market !== undefined && { destinationCountryCode: market, countryOfDestinationCode: market }),
      ...(origin !== undefined && { countryOfOriginCode: origin }),
    };
    const records = await this.client.imports(filter, MOST_RECORDS, signal);
    const source: Source = {
      id: `tendata-${hsCode ?? 'words'}-${market ?? 'any'}-${endDate}`,
      title: `Tendata import records, HS ${hsCode ?? words}`,
      publisher: 'Tendata',
      url: 'https://www.tendata.cn/',
      period: `${startDate}..${endDate}`,
      retrieved_at: timestamp(),
      licence: 'Tendata terms: for the holder of the key',
      confidence: 'verbatim',
    };
    return {
      buyers: buyersIn(records, source.id),
      sources: [source],
      coverage: [
        {
          en: `Tendata import records of the last year, the newest ${records.length} of them.`,
          zh: `腾道（Tendata）近一年进口记录，取最新 ${records.length} 条。`,
        },
      ],
      gaps: [],
    };
  }
}

function buyersIn(records: readonly Shipment[], sourceId: string): Buyer[] {
  const byName = new Map<string, Shipment[]>();
  for (const record of records)
    if (record.importer) byName.set(record.importer, [...(byName.get(record.importer) ?? []), record]);
  return [...byName]
    .map(([name, shipments]): Buyer => {
      const values = shipments.flatMap(({ sumOfUSD }) => sumOfUSD ?? []);
      return {
        name,
        country: shipments[0]?.importerCountry ?? '',
        shipments: shipments.length,
        valueUsd: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0),
        latest:
          shipments
            .map(({ date }) => date)
            .sort()
            .at(-1) ?? '',
        suppliers: [...new Set(shipments.flatMap(({ exporter }) => exporter ?? []))].slice(0, MOST_SUPPLIERS),
        sourceId,
      };
    })
    .sort((a, b) => b.shipments - a.shipments || (b.valueUsd ?? 0) - (a.valueUsd ?? 0));
}
