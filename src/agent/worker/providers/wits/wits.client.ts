import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { WITS, WITS_URL } from './wits.policy.js';
import { type WitsAnswer, witsAnswer } from './wits.schema.js';

/** The SDMX service of WITS, which has tariffs (`TRN`) and summed-up trade (`tradestats-trade`). */
export class WitsClient {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string = WITS_URL,
  ) {
    this.client = http.client(WITS);
  }

  /**
   * Undefined where there is no data, which is said with 404.
   * @param path of the data set, e.g. `TRN/reporter/918/…`
   */
  ask(path: string, signal: AbortSignal): Promise<WitsAnswer | undefined> {
    return this.client.json({ url: this.address(path), signal, emptyStatuses: [404] }, witsAnswer);
  }

  private address(path: string): string {
    return `${this.baseUrl}/API/V1/SDMX/V21/datasource/${path}?format=JSON`;
  }
}
