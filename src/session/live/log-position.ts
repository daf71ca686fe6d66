/** The place before everything, for one who wants all that is there. */
export const LOG_START = '0-0';

/** A position in a log is a Redis stream id, `<milliseconds>-<n>`; it is also the `id:` of a server-sent event. */
export function isLogPosition(text: string): boolean {
  return /^\d{1,15}-\d{1,15}$/.test(text);
}

/** The second part of an id that no log holds: so high as Redis counts no events of one millisecond. */
const NOTHING = '800000000000000';

/**
 * Where one stands who came at that time (ms since 1970) to a log with nothing in it. It is resumed from the log's beginning, and the time
 * tells what else they may have missed.
 */
export function positionInNothing(time: number): string {
  return `${time}-${NOTHING}`;
}

/** Whether there was nothing where that one stands. */
export function stoodInNothing(position: string): boolean {
  return position === LOG_START || position.endsWith(`-${NOTHING}`);
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
