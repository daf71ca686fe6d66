import { v7 } from 'uuid';

/** A new id: UUID version 7 (RFC 9562), which sorts by time of creation, so keyset paging and b-trees like it. */
export function newId(): string {
  return v7();
}

/** The smallest id that can have been made at that time, in milliseconds since 1970: a bound for what is sorted by id. */
export function firstIdOf(time: number): string {
  return v7({ msecs: Math.max(0, time), seq: 0, random: new Uint8Array(16) });
}
