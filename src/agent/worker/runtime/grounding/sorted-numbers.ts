import { type Reading } from './figure.js';

/** Numbers among which one is found quickly that lies near a reading. */
export class SortedNumbers {
  readonly #numbers: Float64Array;

  constructor(numbers: readonly number[]) {
    this.#numbers = Float64Array.from(numbers).sort();
  }

  find(readings: readonly Reading[]): number | undefined {
    for (const { value, tolerance } of readings) {
      // Sums of decimals are off by their last bits.
      const slack = tolerance + value * 1e-9;
      const found = this.#firstFrom(value - slack);
      if (found !== undefined && found <= value + slack) return found;
    }
    return undefined;
  }

  #firstFrom(least: number): number | undefined {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? 0) < least) low = middle + 1;
      else high = middle;
    }
    return this.#numbers[low];
  }
}
