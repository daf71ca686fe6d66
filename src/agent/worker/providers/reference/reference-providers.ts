import { type Providers } from '../providers.types.js';
import {
  NoIndicators,
  NoPageReader,
  NoScreeningLists,
  NoShipmentRecords,
  NoTariffs,
  NoWebSearch,
} from './nothing-held.js';
import { ReferenceCompanyData } from './reference-company-data.js';
import { loadReferenceSnapshot } from './reference-snapshot.js';
import { ReferenceTradeData } from './reference-trade-data.js';
import { type ReferenceVocabulary, referenceVocabulary } from './reference-vocabulary.js';

/** The providers that need no network, and the names they know. */
export interface ReferenceProviders extends Omit<Providers, 'pages'> {
  readonly vocabulary: ReferenceVocabulary;
}

/**
 * Everything from the files in the repository. Takes some 100 ms: made once, at the start.
 * @throws ReferenceDataError when one of the files is damaged.
 */
export function createReferenceProviders(): ReferenceProviders {
  const snapshot = loadReferenceSnapshot();
  return {
    countries: snapshot.countries,
    nomenclature: snapshot.nomenclature,
    trade: new ReferenceTradeData(snapshot),
    companies: new ReferenceCompanyData(snapshot),
    screening: new NoScreeningLists(),
    tariffs: new NoTariffs(),
    indicators: new NoIndicators(),
    shipments: new NoShipmentRecords(),
    reader: new NoPageReader(),
    search: new NoWebSearch(),
    vocabulary: referenceVocabulary(snapshot),
  };
}
