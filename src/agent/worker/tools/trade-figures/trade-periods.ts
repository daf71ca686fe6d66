import { type Language } from '../../../../common/i18n/language.js';
import { type TradeFact } from '../../providers/trade-data.port.js';
import { type Period } from '../finding.types.js';

type Timed = Pick<TradeFact, 'period' | 'isAverage'>;

/** The period as the reader sees it; an average always says that it is one. */
export function shownPeriod({ period, isAverage }: Timed, language: Language): Period {
  const zh = language === 'zh';
  if (isAverage) {
    const years = period.replace('-', '–');
    return { period: zh ? `${years} 年均值` : `${years} average`, is_average: true };
  }
  const months = /^(\d{4})-(\d{2})\.\.(\d{2})$/.exec(period);
  if (!months) return { period, is_average: false };
  const [, year, from, to] = months;
  return { period: `${year}-${from} ${zh ? '至' : 'to'} ${year}-${to}`, is_average: false };
}

/** The calendar year a figure is of; undefined for a month, months or an average. */
export function singleYear({ period, isAverage }: Timed): number | undefined {
  return !isAverage && /^\d{4}$/.test(period) ? Number(period) : undefined;
}

/** Whether the figure is the one of a year that was asked for. */
export function isOfYears(fact: Timed, years: readonly number[]): boolean {
  const year = singleYear(fact);
  return year !== undefined && years.includes(year);
}

/** For sorting: newest end first, a year before an average that ends with it. */
export function newestFirst(a: Timed, b: Timed): number {
  return endOf(b).localeCompare(endOf(a)) || Number(a.isAverage) - Number(b.isAverage);
}

/** `2024` ends with its December, `2023-01..04` with April, `2022-2023` with December 2023. */
function endOf({ period, isAverage }: Timed): string {
  if (isAverage) return `${period.slice(-4)}-12`;
  return period.length === 4 ? `${period}-12` : `${period.slice(0, 4)}-${period.slice(-2)}`;
}
