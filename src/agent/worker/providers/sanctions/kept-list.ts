import { createHash } from 'node:crypto';
import { DAY, MINUTE, timestamp } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { ProviderErrors } from '../http/provider.errors.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ScreenedList } from '../screening-lists.port.js';
import { type Copy, type ListCopies } from './list-copies.js';
import { ListIndex } from './list-index.js';
import { type SanctionList } from './sanction-list.js';

/** A list ready to be searched. */
export interface ReadyList {
  readonly about: ScreenedList;
  readonly index: ListIndex;
}

const FRESH = DAY;
/** A publisher that failed is asked again no sooner. */
const TRY_AGAIN = 10 * MINUTE;

/** One list: fetched when it is first needed, looked after once a day, kept on disk for when its publisher is away. */
export class KeptList {
  private ready: ReadyList | undefined;
  private loading: Promise<ReadyList> | undefined;
  private triedAt = 0;

  constructor(
    readonly list: SanctionList,
    private readonly client: ProviderClient,
    private readonly copies: ListCopies,
  ) {}

  /**
   * The list, as new as it can be had. The download goes on when a question stops waiting for it: the next one finds it done.
   * @throws AppError when there is neither an answer of the publisher nor an earlier copy
   */
  async get(): Promise<ReadyList> {
    const fresh = this.ready && Date.now() - Date.parse(this.ready.about.source.retrieved_at) < FRESH;
    if (this.ready && (fresh || Date.now() - this.triedAt < TRY_AGAIN)) return this.ready;
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async load(): Promise<ReadyList> {
    this.triedAt = Date.now();
    const copies = await Promise.all(this.list.files.map((file) => this.fetch(file)));
    const confirmedAt = copies.map((copy) => copy.confirmedAt).sort()[0] ?? timestamp();
    const parties = await this.parse(copies);
    const { id, name, publisher, page, licence } = this.list;
    const day = confirmedAt.slice(0, 10);
    this.ready = {
      index: new ListIndex(parties),
      about: {
        id,
        name,
        copyOf: day,
        parties: parties.length,
        source: {
          id,
          title: name.en,
          publisher,
          url: page,
          as_of: day,
          retrieved_at: confirmedAt,
          licence,
          confidence: 'verbatim',
        },
      },
    };
    return this.ready;
  }

  /** The publisher's file where it has changed, our copy where it has not or cannot be asked. */
  private async fetch(url: string): Promise<Copy> {
    const name = `${this.list.id}-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
    const known = await this.copies.read(name);
    if (known && Date.now() - Date.parse(known.confirmedAt) < FRESH) return known;
    try {
      const headers = { accept: '*/*' };
      const file = await this.client.download({ url, headers, signal: AbortSignal.timeout(2 * MINUTE) }, known);
      const copy: Copy | undefined = file
        ? { ...file, confirmedAt: timestamp() }
        : known && { ...known, confirmedAt: timestamp() };
      if (!copy)
        throw new AppError(ProviderErrors.PROVIDER_ANSWER_INVALID, { params: { provider: this.list.name.en } });
      // What cannot be read must not take the place of what can.
      if (this.list.files.length === 1) await this.parse([copy]);
      await this.copies.write(name, copy);
      return copy;
    } catch (error) {
      if (known) return known;
      throw error;
    }
  }

  private async parse(copies: readonly Copy[]) {
    try {
      return await this.list.parse(copies.map(({ bytes }) => bytes));
    } catch (error) {
      const params = { provider: this.list.name.en };
      throw new AppError(ProviderErrors.PROVIDER_ANSWER_INVALID, { params, cause: error });
    }
  }
}
