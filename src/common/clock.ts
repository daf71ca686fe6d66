/** Seconds and days in milliseconds, so that no call site carries a bare 86400000. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** RFC 3339 in UTC, as every time in the contract is written. */
export function timestamp(at: Date | number = Date.now()): string {
  return new Date(at).toISOString();
}
