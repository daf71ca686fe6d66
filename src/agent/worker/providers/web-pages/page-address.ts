import { isIP } from 'node:net';
import { AppError } from '../../../../common/errors/app-error.js';
import { FetchErrors } from './fetch.errors.js';
import { isPublicAddress } from './public-address.js';

/** An address that may be asked for. */
export interface PageAddress {
  readonly url: URL;
  /** On the allow-list: the network behind it is not checked. */
  readonly trusted: boolean;
}

/**
 * Reads an address as the WHATWG URL standard does, so that `http://0x7f.1/` is seen for what it is, and checks all that can be
 * checked without asking DNS.
 * @param allowed hosts (`intranet.example`) or hosts with a port (`127.0.0.1:8080`) that are exempt
 * @throws AppError FETCH_ADDRESS_INVALID or FETCH_ADDRESS_FORBIDDEN
 */
export function checkPageAddress(text: string, allowed: readonly string[], base?: URL): PageAddress {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new AppError(FetchErrors.FETCH_ADDRESS_INVALID);
  if (url.username !== '' || url.password !== '') throw new AppError(FetchErrors.FETCH_ADDRESS_FORBIDDEN);
  url.hash = '';
  if (isAllowed(url, allowed)) return { url, trusted: true };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // The URL standard drops a port that is the scheme's own; the other scheme's port is let through, any other is a way in.
  const standardPort = url.port === '' || url.port === '80' || url.port === '443';
  if (!standardPort || (isIP(host) !== 0 && !isPublicAddress(host)))
    throw new AppError(FetchErrors.FETCH_ADDRESS_FORBIDDEN);
  return { url, trusted: false };
}

function isAllowed(url: URL, allowed: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowed.includes(url.hostname) || allowed.includes(`${url.hostname}:${port}`);
}
