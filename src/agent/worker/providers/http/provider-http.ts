import { EnvHttpProxyAgent } from 'undici';
import { type RateLimiterAbstract } from 'rate-limiter-flexible';
import { type TwoLayerCache } from '../../../../cache/index.js';
import { SECOND } from '../../../../common/clock.js';
import { VERSION } from '../../../../common/version.js';
import { Connectivity } from './connectivity.js';
import { Pace } from './pace.js';
import { probeOf } from './probe.js';
import { ProviderClient } from './provider-client.js';
import { type ProviderPolicy, type ProviderStatus } from './provider-policy.js';

export interface ProviderHttpOptions {
  readonly cache: Pick<TwoLayerCache, 'get' | 'set'>;
  /** A counter of requests; those of all workers count together where its store is shared. */
  readonly limiter: (policy: ProviderPolicy) => RateLimiterAbstract;
  /** Addresses by which we find out whether there is an internet; none: it is taken for granted. */
  readonly probes: readonly string[];
  /** How an operator of a provider reaches ours: an e-mail or web address. */
  readonly contact: string | undefined;
}

/** Longest time to a connection; a network that drops packets is noticed after it. */
const CONNECT = 2 * SECOND;

/** The one HTTP client of all providers. It honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as such machines have no other way out. */
export class ProviderHttp {
  private readonly dispatcher = new EnvHttpProxyAgent({ connect: { timeout: CONNECT }, keepAliveTimeout: 10 * SECOND });
  private readonly connectivity: Connectivity;
  private readonly userAgent: string;
  private readonly clients: ProviderClient[] = [];

  constructor(private readonly options: ProviderHttpOptions) {
    this.connectivity = new Connectivity(probeOf(this.dispatcher, options.probes));
    // Wikimedia and others ask that a client names itself and whom to write to.
    this.userAgent = `TradeFlow/${VERSION} (trade data assistant${options.contact ? `; ${options.contact}` : ''})`;
  }

  /** The client of one provider: to be made once, as it remembers how the provider is doing. */
  client(policy: ProviderPolicy): ProviderClient {
    const { dispatcher, connectivity, userAgent } = this;
    const pace = new Pace(this.options.limiter(policy));
    const client = new ProviderClient(policy, pace, { dispatcher, connectivity, userAgent, cache: this.options.cache });
    this.clients.push(client);
    return client;
  }

  /** Whether the last look found the internet; true before the first. */
  get isOnline(): boolean {
    return this.connectivity.lastFinding ?? true;
  }

  /** How every provider is doing. */
  states(): Promise<ProviderStatus[]> {
    return Promise.all(
      this.clients.map(async (client) => {
        const { id, name, terms } = client.policy;
        return { id, name, terms, state: await client.state(), needs: null };
      }),
    );
  }

  /** Ends connections and timers; they keep no process alive, but a server in a test waits for them. */
  async close(): Promise<void> {
    this.connectivity.close();
    await this.dispatcher.destroy();
  }
}
