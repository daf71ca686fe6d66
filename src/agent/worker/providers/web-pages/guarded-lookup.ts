import { lookup, type LookupAddress } from 'node:dns';
import { type LookupFunction } from 'node:net';
import { AppError } from '../../../../common/errors/app-error.js';
import { FetchErrors } from './fetch.errors.js';
import { isPublicAddress } from './public-address.js';

/** Asks DNS for all addresses of a host: `dns.lookup` with `all: true`. */
export type ResolveHost = (
  host: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export const resolveHost: ResolveHost = (host, done) => lookup(host, { all: true }, done);

/**
 * The resolver a socket uses. It sits in the connection itself, so the address that was checked is the one connected to: a name
 * that points elsewhere the next moment (DNS rebinding) gains nothing. One private address among several refuses the host.
 */
export function guardedLookup(resolve: ResolveHost): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error('The name has no address.'), '', 0);
      if (!addresses.every(({ address }) => isPublicAddress(address))) {
        return done(new AppError(FetchErrors.FETCH_ADDRESS_FORBIDDEN), '', 0);
      }
      return options.all ? done(null, [...addresses]) : done(null, first.address, first.family);
    });
  };
}
