/**
 * `describe` where what the suite needs is present. Elsewhere the suite is left out and says so; with CI=true, whose green
 * must mean that everything was tried, it fails instead.
 */
export function describeWhere(present: boolean, name: string, needed: string, suite: () => void): void {
  if (present) {
    describe(name, suite);
    return;
  }
  const reason = `${name}: needs ${needed} (docs/testing.md)`;
  if (process.env.CI === 'true') {
    it(reason, () => {
      throw new Error(reason);
    });
    return;
  }
  console.warn(`SKIPPED ${reason}`);
  // oxlint-disable-next-line jest/no-disabled-tests -- there is nothing to run it against, and the line above says so
  describe.skip(name, suite);
}
