import { type z } from 'zod';
import { SECOND } from '../../../common/clock.js';
import { VERSION } from '../../../common/version.js';

const TIMEOUT_MS = 10 * SECOND;

/**
 * Reads what a provider knows of its user. The libraries' own way has no time limit and trusts the answer's form.
 * @throws Error when the answer does not come in time or has another form.
 */
export async function fetchProfile<T extends z.ZodType>(
  url: string,
  accessToken: string,
  schema: T,
): Promise<z.output<T>> {
  const response = await fetch(url, {
    headers: {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
      'user-agent': `TradeFlow/${VERSION}`,
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The provider answered ${response.status} to ${new URL(url).pathname}`);
  return schema.parse(await response.json());
}
