import { type TradeFact } from '../../providers/trade-data.port.js';

/** A part and its whole: the same period, series and goods, both with a value. */
export interface PartOfWhole {
  readonly part: TradeFact & { readonly valueUsd: number };
  readonly whole: TradeFact & { readonly valueUsd: number };
}

/** One trade in one series in two single years, or in the same months of two years; the earlier first. */
export interface YearOnYear {
  readonly from: TradeFact & { readonly valueUsd: number };
  readonly to: TradeFact & { readonly valueUsd: number };
}

/** Pairs each figure with the total it is a part of; figures without a comparable total are left out. */
export function partsOf(parts: readonly TradeFact[], wholes: readonly TradeFact[]): PartOfWhole[] {
  const totals = wholes.filter(hasValue);
  return parts.filter(hasValue).flatMap((part) => {
    const whole = totals.find((total) => total.period === part.period && comparable(total, part));
    return whole === undefined || whole.valueUsd <= 0 ? [] : [{ part, whole }];
  });
}

/** The steps from one held year to the next, of whole years and of the same months. An average has no place in them: it is no year. */
export function yearsOnYears(facts: readonly TradeFact[]): YearOnYear[] {
  const years = facts.filter(hasValue).filter((fact) => !fact.isAverage && fact.valueUsd > 0);
  return years.flatMap((to) => {
    const earlier = years.filter(
      (from) => sameTrade(from, to) && comparable(from, to) && sameMonths(from, to) && yearOf(from) < yearOf(to),
    );
    const from = earlier.sort((a, b) => yearOf(b) - yearOf(a))[0];
    return from === undefined ? [] : [{ from, to }];
  });
}

function hasValue(fact: TradeFact): fact is TradeFact & { readonly valueUsd: number } {
  return fact.valueUsd !== null;
}

function comparable(a: TradeFact, b: TradeFact): boolean {
  return a.series === b.series && a.isAverage === b.isAverage && a.hsCodes.join() === b.hsCodes.join();
}

/** Whole years both, or `2022-01..04` and `2023-01..04`. */
function sameMonths(a: TradeFact, b: TradeFact): boolean {
  return a.period.slice(4) === b.period.slice(4);
}

function yearOf({ period }: TradeFact): number {
  return Number(period.slice(0, 4));
}

function sameTrade(a: TradeFact, b: TradeFact): boolean {
  return a.reporter === b.reporter && a.partner === b.partner && a.flow === b.flow;
}
