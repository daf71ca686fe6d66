import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Text } from '../../../../common/i18n/language.js';
import { gapOf, uniqueTexts } from '../chain/provider-gap.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type PossibleMatch, type Screening, ScreeningLists } from '../screening-lists.port.js';
import { KeptList, type ReadyList } from './kept-list.js';
import { ListCopies } from './list-copies.js';
import { PUBLISHED_LISTS } from './published-lists.js';
import { type SanctionList } from './sanction-list.js';
import { listPolicy } from './sanctions.policy.js';

export interface SanctionListsOptions {
  /** Where the last copies are kept. */
  readonly directory: string;
  readonly lists?: readonly SanctionList[];
  /** How long one question waits for a first download, which goes on behind it. Milliseconds. */
  readonly patienceMs?: number;
}

const MOST_MATCHES = 20;

/** A list that could not be screened. */
interface NotScreened {
  readonly list: Text;
  readonly reason: Text;
}

/** The published lists, kept up to date by themselves. */
export class SanctionLists extends ScreeningLists {
  private readonly lists: readonly KeptList[];
  private readonly patienceMs: number;

  constructor(http: ProviderHttp, options: SanctionListsOptions) {
    super();
    const copies = new ListCopies(options.directory);
    this.patienceMs = options.patienceMs ?? 15 * SECOND;
    this.lists = (options.lists ?? PUBLISHED_LISTS).map(
      (list) => new KeptList(list, http.client(listPolicy(list)), copies),
    );
  }

  override async screen(names: readonly string[], signal: AbortSignal): Promise<Screening> {
    const outcomes = await Promise.all(this.lists.map((kept) => this.await(kept, signal)));
    const ready = outcomes.flatMap((outcome) => ('index' in outcome ? [outcome] : []));
    return {
      lists: ready.map(({ about }) => about),
      matches: ready
        .flatMap((list) => matchesIn(list, names))
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, MOST_MATCHES),
      coverage: [],
      gaps: gapsOf(outcomes.flatMap((outcome) => ('index' in outcome ? [] : [outcome]))),
    };
  }

  /** The list, or why it was not screened. */
  private async await(kept: KeptList, signal: AbortSignal): Promise<ReadyList | NotScreened> {
    const waiting = new AbortController();
    const late: NotScreened = {
      list: kept.list.name,
      reason: { en: 'It is still being fetched; ask again in a minute.', zh: '仍在下载，请一分钟后再试。' },
    };
    const patience = pause(this.patienceMs, late, { signal: AbortSignal.any([signal, waiting.signal]) });
    const notScreened = (error: unknown): NotScreened => {
      if (!(error instanceof AppError)) throw error;
      return { list: kept.list.name, reason: gapOf(error) };
    };
    try {
      return await Promise.race([kept.get().catch(notScreened), patience]);
    } finally {
      waiting.abort();
      patience.catch(() => undefined);
      signal.throwIfAborted();
    }
  }
}

/** One sentence for each reason, with the lists it holds for. */
function gapsOf(notScreened: readonly NotScreened[]): Text[] {
  return uniqueTexts(notScreened.map(({ reason }) => reason)).map((reason) => {
    const lists = notScreened.filter((one) => one.reason.en === reason.en).map(({ list }) => list);
    const [en, zh] = [lists.map((list) => list.en).join('; '), lists.map((list) => list.zh).join('；')];
    return { en: `Not screened: ${en}. ${reason.en}`, zh: `未筛查：${zh}。${reason.zh}` };
  });
}

function matchesIn({ about, index }: ReadyList, names: readonly string[]): PossibleMatch[] {
  const best = new Map<object, PossibleMatch>();
  for (const askedName of names) {
    for (const match of index.search(askedName)) {
      const known = best.get(match.party);
      if (match.likeness > (known?.likeness ?? 0)) best.set(match.party, { ...match, list: about, askedName });
    }
  }
  return [...best.values()];
}
