/** Numbers from a seed (mulberry32, https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32). */
export class Chance {
  constructor(private state: number) {}

  /** From `min` up to `max`. */
  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.next() * times < 1;
  }

  /** One of several. @throws Error when there is none */
  of<T>(things: readonly T[]): T {
    if (things.length === 0) throw new Error('There is nothing to choose from.');
    return things[Math.floor(this.next() * things.length)] as T;
  }

  /** Others that do not depend on how many were taken of these. */
  fork(): Chance {
    return new Chance(Math.floor(this.next() * 2 ** 32));
  }

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
