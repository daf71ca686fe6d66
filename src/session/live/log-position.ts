/** The place before everything, for one who wants all that is there. */
export const LOG_START = '0-0';

/** A position in a log is a Redis stream id, `<milliseconds>-<n>`; it is also the `id:` of a server-sent event. */
export function isLogPosition(text: string): boolean {
  return /^\d{1,15}-\d{1,15}$/.test(text);
}

/** Negative, zero or positive as `a` stands before, at or after `b`. */
export function compareLogPositions(a: string, b: string): number {
  const [aTime = '', aCount = ''] = a.split('-');
  const [bTime = '', bCount = ''] = b.split('-');
  return Number(aTime) - Number(bTime) || Number(aCount) - Number(bCount);
}

/** When what stands there was written, in milliseconds by Redis' clock. */
export function timeOfLogPosition(position: string): number {
  return Number.parseInt(position, 10);
}
