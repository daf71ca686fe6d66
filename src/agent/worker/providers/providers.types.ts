import { type CompanyData } from './company-data.port.js';
import { type CountryIndicators } from './country-indicators.port.js';
import { type Countries } from './countries/countries.js';
import { type HsNomenclature } from './nomenclature/hs-nomenclature.js';
import { type PageReader } from './page-reader.port.js';
import { type ScreeningLists } from './screening-lists.port.js';
import { type ShipmentRecords } from './shipment-records.port.js';
import { type Tariffs } from './tariffs.port.js';
import { type TradeData } from './trade-data.port.js';
import { type WebPages } from './web-pages.port.js';
import { type WebSearch } from './web-search.port.js';

/** Where the tools get their facts from; which driver stands behind a port is the caller's choice. */
export interface Providers {
  readonly countries: Countries;
  readonly nomenclature: HsNomenclature;
  readonly trade: TradeData;
  readonly companies: CompanyData;
  readonly screening: ScreeningLists;
  readonly tariffs: Tariffs;
  readonly indicators: CountryIndicators;
  readonly shipments: ShipmentRecords;
  readonly pages: WebPages;
  readonly reader: PageReader;
  readonly search: WebSearch;
}
