/** A tool's figure may be written as per cent, or in thousands, 万, millions, 亿, billions and so on. */
const SCALES = [1, 1e2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-9, 1e-12];
/** Counts of things, days and months: nobody takes them for a figure of trade. */
const SMALL = 31;
const NUMBER = /(?<![\w.,])[-−+]?\d[\d,]*(?:\.\d+)?(?![\w.]*\])/g;

/** The numbers that tools have returned; what a report says must be among them, rounded at most. */
export class KnownFigures {
  private readonly sorted: Float64Array;

  /** @param results whatever tools returned: every number in it counts, and those inside of texts too */
  constructor(results: readonly unknown[]) {
    this.sorted = Float64Array.from(numbersIn(results)).sort();
  }

  /** Whether the figure is known, to the digits it is written with: `46.9` is known where a tool returned 46,893,000,000. */
  has(written: string): boolean {
    const digits = written.replace(/[^\d.]/g, '');
    const value = Number(digits);
    if (Number.isNaN(value) || value === 0) return true;
    const precision = precisionOf(digits) * 0.500001;
    return SCALES.some((scale) => this.within((value - precision) / scale, (value + precision) / scale));
  }

  /** The numbers of a text that are none of ours; years, dates and small counts are everybody's. */
  unknownIn(text: string): string[] {
    const written = [...text.replace(/\[s\d+\]/g, ' ').matchAll(NUMBER)].map(([number]) => number);
    return [...new Set(written.filter((number) => !isEverybodys(number) && !this.has(number)))];
  }

  private within(from: number, to: number): boolean {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < from) low = middle + 1;
      else high = middle;
    }
    return low < this.sorted.length && this.sorted[low]! <= to;
  }
}

/** What the last written digit stands for; zeros at the end of a large number may be rounding. */
function precisionOf(digits: string): number {
  const decimals = digits.split('.')[1]?.length ?? 0;
  if (decimals > 0) return 10 ** -decimals;
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  return zeros < 3 ? 1 : 10 ** Math.min(zeros, digits.length - 2);
}

function isEverybodys(written: string): boolean {
  const value = Number(written.replace(/[^\d.]/g, ''));
  if (!Number.isInteger(value)) return false;
  return value <= SMALL || (value >= 1900 && value <= 2100);
}

function* numbersIn(value: unknown): Generator<number> {
  if (typeof value === 'number') yield Math.abs(value);
  else if (typeof value === 'string')
    for (const [number] of value.matchAll(NUMBER)) yield Number(number.replace(/[^\d.]/g, ''));
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* numbersIn(inner);
}
