import { type Providers } from '../providers.types.js';
import { ReferenceCompanyData } from './reference-company-data.js';
import { loadReferenceSnapshot } from './reference-snapshot.js';
import { ReferenceTradeData } from './reference-trade-data.js';

/**
 * The providers that need no network: everything from the files in the repository.
 * @throws ReferenceDataError when one of the files is damaged.
 */
export function createReferenceProviders(): Omit<Providers, 'pages'> {
  const snapshot = loadReferenceSnapshot();
  return {
    countries: snapshot.countries,
    nomenclature: snapshot.nomenclature,
    trade: new ReferenceTradeData(snapshot),
    companies: new ReferenceCompanyData(snapshot),
  };
}
