import { type Evidence } from './evidence.js';
import { type Figure, type Reading } from './figure.js';

/** Pairs tried for all numbers of an answer: beyond, almost any number could be made of some two, and the time is spent. */
const MOST_PAIRS = 100_000;
/** Both figures may have been rounded before they were put together. */
const ROUNDED_TWICE = 2;

/**
 * Numbers that can be worked out from figures that are held: a share, a growth rate, a multiple, a sum or a difference of two figures of
 * the same name, or a sum or mean of a column. Of two, the answer must quote at least one: who reads it can then follow, and a number
 * made up is not by chance the quotient of some two of hundreds.
 */
export class Derivations {
  readonly #pairs: readonly { readonly ones: readonly number[]; readonly others: readonly number[] }[];
  #left = MOST_PAIRS;

  /** @param quoted the figures that the answer quotes, without their signs */
  constructor(
    private readonly evidence: Evidence,
    quoted: ReadonlySet<number>,
  ) {
    this.#pairs = [...evidence.fields].flatMap(([name, field]) => {
      const others = [...new Set([...field, ...(evidence.wholes.get(name) ?? [])].map(Math.abs))];
      const ones = others.filter((value) => quoted.has(value));
      return ones.length === 0 ? [] : [{ ones, others }];
    });
  }

  explain(figure: Figure): boolean {
    return this.evidence.findTotal(figure.readings) !== undefined || this.#explainByTwo(figure);
  }

  #explainByTwo({ kind, readings }: Figure): boolean {
    // Of a percentage the last reading is the ratio itself.
    const reading = readings.at(-1);
    if (reading === undefined) return false;
    for (const { ones, others } of this.#pairs) {
      for (const one of ones) {
        for (const other of others) {
          if (one !== other && comesFrom(kind, reading, one, other)) return true;
          this.#left -= 1;
          if (this.#left <= 0) return false;
        }
      }
    }
    return false;
  }
}

function comesFrom(kind: Figure['kind'], { value, tolerance }: Reading, one: number, other: number): boolean {
  const low = value - tolerance * ROUNDED_TWICE;
  const high = value + tolerance * ROUNDED_TWICE;
  if (kind === 'amount') return within(one + other, low, high) || within(Math.abs(one - other), low, high);
  const [quotient, inverse] = [one / other, other / one];
  if (within(quotient, low, high) || within(inverse, low, high)) return true;
  // Growth is the quotient less one.
  return kind === 'percent' && (within(Math.abs(quotient - 1), low, high) || within(Math.abs(inverse - 1), low, high));
}

function within(result: number, low: number, high: number): boolean {
  return result >= low && result <= high;
}
