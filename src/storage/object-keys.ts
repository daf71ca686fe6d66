import { newId } from '../common/ids.js';

/** Everything below is removed by the store itself after two days, where the driver can have it so. */
export const TEMPORARY_PREFIX = 'incoming/';

/** The files that users keep. */
export const CONTENT_PREFIX = 'files/';

/** What of their conversations is too large for a document of MongoDB: `turns/{conversation}/…`. */
export const TURNS_PREFIX = 'turns/';

/** Everything that is kept. */
export const KEPT_PREFIXES = [CONTENT_PREFIX, TURNS_PREFIX] as const;

/** A key for the content of a file. It is never used twice, so nobody deletes under it what another has just written. */
export function newContentKey(userId: string): string {
  return `${CONTENT_PREFIX}${userId}/${newId()}`;
}

/** Where the bytes of a direct upload arrive. */
export function uploadKey(userId: string, uploadId: string): string {
  return `${TEMPORARY_PREFIX}${userId}/${uploadId}`;
}
