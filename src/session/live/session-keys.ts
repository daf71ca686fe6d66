import { RedisConnections } from '../../cache/index.js';

/** A fixed number, so that a process needs at most this many readers on a Redis Cluster. */
const BUCKETS = 32;

/** The hash tag under which all keys of a session live, so that one script may touch them all on a Redis Cluster. */
export function bucketOf(conversationId: string): string {
  const bucket = Number.parseInt(conversationId.slice(-4), 16) % BUCKETS;
  return `{b${String(bucket).padStart(2, '0')}}`;
}

/** Every bucket, for what walks over all sessions. */
export const ALL_BUCKETS: readonly string[] = Array.from(
  { length: BUCKETS },
  (_, bucket) => `{b${String(bucket).padStart(2, '0')}}`,
);

/** The names of a session's and a run's keys. */
export class SessionKeys {
  constructor(private readonly redis: RedisConnections) {}

  /** Channel: the key of every log that is appended to. */
  get news(): string {
    return this.redis.key('news');
  }

  /** Stream: every event of every run of the session. */
  log(conversationId: string): string {
    return this.redis.key(bucketOf(conversationId), 'log', conversationId);
  }

  /** List: the session's runs that are not over; the head is at work. */
  line(conversationId: string): string {
    return this.redis.key(bucketOf(conversationId), 'line', conversationId);
  }

  /** String: there while nothing gets into the session's line any more. */
  closed(conversationId: string): string {
    return this.redis.key(bucketOf(conversationId), 'closed', conversationId);
  }

  /** Hash: fence, seq, digest of a run's part of the log. */
  run(conversationId: string, runId: string): string {
    return this.runIn(bucketOf(conversationId), runId);
  }

  /** The same, where only the bucket is known. */
  runIn(bucket: string, runId: string): string {
    return this.redis.key(bucket, 'run', runId);
  }

  /** String: the answer so far. */
  text(conversationId: string, runId: string): string {
    return this.redis.key(bucketOf(conversationId), 'text', runId);
  }

  /** Sorted set: runs of the bucket whose log is not closed, by about the time of their last event. */
  open(bucket: string): string {
    return this.redis.key(bucket, 'open');
  }
}
