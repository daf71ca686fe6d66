import { Injectable } from '@nestjs/common';
import { MINUTE, SECOND } from '../common/clock.js';
import { type RequestAnnotations } from './request-annotations.js';

const WINDOW = 5 * MINUTE;
const BUCKET = 10 * SECOND;
const BUCKETS = WINDOW / BUCKET;

/** One finished request, as the access log saw it. */
export interface FinishedRequest extends RequestAnnotations {
  readonly status_code: number;
  /** Undefined for an event stream: how long a client listens says nothing of our speed. */
  readonly response_time_ms?: number;
}

/** Figures of this process over the last five minutes. A mean or rate of nothing is 0. */
export interface RequestFigures {
  /** Mean, milliseconds, without event streams. */
  readonly avg_response_time_ms: number;
  /** Mean, milliseconds, of the questions the agent worked on; answers from the cache are not among them. */
  readonly agent_avg_query_time_ms: number;
  /** 0 to 1: answers from the cache among all answers. */
  readonly cache_hit_rate: number;
  /** 0 to 1: requests that ended in a 5xx. */
  readonly error_rate: number;
}

class Bucket {
  requests = 0;
  failures = 0;
  timed = 0;
  timeMs = 0;
  questions = 0;
  questionMs = 0;
  answers = 0;
  hits = 0;

  constructor(readonly slot: number) {}
}

/** Rolling sums in ten-second buckets: constant memory and work, however many requests there are. */
@Injectable()
export class RequestStatistics {
  private readonly buckets: (Bucket | undefined)[] = Array.from({ length: BUCKETS });

  record(request: FinishedRequest, now = Date.now()): void {
    const bucket = this.current(now);
    bucket.requests += 1;
    if (request.status_code >= 500) bucket.failures += 1;
    if (request.response_time_ms !== undefined) {
      bucket.timed += 1;
      bucket.timeMs += request.response_time_ms;
    }
    if (request.cache_hit !== undefined) bucket.answers += 1;
    if (request.cache_hit) bucket.hits += 1;
    else if (request.agent_query_time_ms !== undefined) {
      bucket.questions += 1;
      bucket.questionMs += request.agent_query_time_ms;
    }
  }

  figures(now = Date.now()): RequestFigures {
    const oldest = Math.floor(now / BUCKET) - BUCKETS;
    const recent = this.buckets.filter((bucket) => bucket !== undefined && bucket.slot > oldest) as Bucket[];
    const sum = (field: Exclude<keyof Bucket, 'slot'>) => recent.reduce((total, bucket) => total + bucket[field], 0);
    return {
      avg_response_time_ms: ratio(sum('timeMs'), sum('timed'), 1),
      agent_avg_query_time_ms: ratio(sum('questionMs'), sum('questions'), 1),
      cache_hit_rate: ratio(sum('hits'), sum('answers'), 4),
      error_rate: ratio(sum('failures'), sum('requests'), 4),
    };
  }

  private current(now: number): Bucket {
    const slot = Math.floor(now / BUCKET);
    const found = this.buckets[slot % BUCKETS];
    if (found?.slot === slot) return found;
    return (this.buckets[slot % BUCKETS] = new Bucket(slot));
  }
}

function ratio(part: number, whole: number, digits: number): number {
  return whole === 0 ? 0 : Number((part / whole).toFixed(digits));
}
