import { type TradeFact } from '../../providers/trade-data.port.js';
import { partsOf } from './trade-comparison.js';
import { isOfYears, newestFirst } from './trade-periods.js';

/** A list of fewer says nothing about rank. */
const SHORTEST_RANKING = 3;

export interface RankedFact {
  readonly rank: number;
  readonly fact: TradeFact & { readonly valueUsd: number };
  /** Of the total in the same period and series, 0 to 1; null where that is not held. */
  readonly share: number | null;
}

/**
 * Ranks the figures of one period and one series by value: of a year asked for where such a list is held, else the newest.
 * Empty where no list of at least three is held.
 */
export function rank(
  facts: readonly TradeFact[],
  totals: readonly TradeFact[],
  years: readonly number[],
): RankedFact[] {
  const lists = new Map<string, (TradeFact & { valueUsd: number })[]>();
  for (const fact of facts) {
    if (fact.valueUsd === null) continue;
    const key = [fact.period, fact.series, fact.hsCodes.join('+')].join(' ');
    const list = lists.get(key) ?? [];
    list.push({ ...fact, valueUsd: fact.valueUsd });
    lists.set(key, list);
  }
  const [best] = [...lists.values()]
    .filter((list) => list.length >= SHORTEST_RANKING)
    .sort(([a], [b]) => (a && b ? Number(isOfYears(b, years)) - Number(isOfYears(a, years)) || newestFirst(a, b) : 0));
  return (best ?? [])
    .sort((a, b) => b.valueUsd - a.valueUsd)
    .map((fact, index) => {
      const [pair] = partsOf([fact], totals);
      return { rank: index + 1, fact, share: pair ? pair.part.valueUsd / pair.whole.valueUsd : null };
    });
}
