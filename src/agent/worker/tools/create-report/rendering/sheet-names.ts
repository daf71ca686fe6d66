/** Of an Excel sheet's name. */
const LONGEST = 31;

/** Names of the sheets of one workbook as Excel takes them: short, without marks of its own, each once whatever its case. */
export class SheetNames {
  private readonly taken = new Set<string>();

  take(wanted: string): string {
    const base = wanted.replace(/[[\]:*?/\\]/g, ' ').replace(/^'+|'+$/g, '');
    for (let count = 1; ; count += 1) {
      const suffix = count === 1 ? '' : ` ${count}`;
      const name = `${base.slice(0, LONGEST - suffix.length).trim()}${suffix}`.trim();
      if (name === '' || this.taken.has(name.toLowerCase())) continue;
      this.taken.add(name.toLowerCase());
      return name;
    }
  }
}
