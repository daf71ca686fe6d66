import { v7 } from 'uuid';

/** A new id: UUID version 7 (RFC 9562), which sorts by time of creation, so keyset paging and b-trees like it. */
export function newId(): string {
  return v7();
}
