import { z } from 'zod';
import { type RedisConnections } from '../../cache/index.js';

/** The name of the queue. */
export const RUN_QUEUE = 'runs';

/** What a job carries: the id, as the record is the truth; and what need not be looked up. */
export const runJobSchema = z.object({
  runId: z.uuid(),
  /** Whose place is given back where there is no such run. Jobs of older processes do not say. */
  userId: z.uuid().optional(),
  /** Nothing was said in the conversation before this question, and nothing will be: there is no history to read. */
  first: z.boolean().default(false),
});
export type RunJob = z.infer<typeof runJobSchema>;

/** BullMQ forbids `:` and plain numbers in job ids. */
export function jobIdOf(runId: string): string {
  return `run-${runId}`;
}

/** The run of a job, by the job's id. */
export function runIdOf(jobId: string): string {
  return jobId.replace(/^run-/, '');
}

/** One hash tag for all keys of the queue, which BullMQ needs on a Redis Cluster. */
export function runQueuePrefix(redis: Pick<RedisConnections, 'key'>): string {
  return `{${redis.key('queue')}}`;
}
