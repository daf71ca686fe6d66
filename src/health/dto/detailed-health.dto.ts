import { CheckDto } from './health.dto.js';

/** Connections of this process to PostgreSQL. */
export class ConnectionsDto {
  /**
   * Open ones.
   * @example 4
   */
  open!: number;

  /**
   * Open ones that nothing uses.
   * @example 3
   */
  idle!: number;

  /**
   * Queries that wait for one.
   * @example 0
   */
  waiting!: number;
}

/** PostgreSQL. Its own figures are absent while it does not serve. */
export class DatabaseCheckDto extends CheckDto {
  /** The connection pool of this process. */
  connections?: ConnectionsDto;
}

/** Redis. Its own figures are absent while it does not serve. */
export class RedisCheckDto extends CheckDto {
  /**
   * Memory Redis uses for everything it holds, MB.
   * @example 12
   */
  used_memory_mb?: number;

  /**
   * Connections Redis has, of all processes.
   * @example 9
   */
  connected_clients?: number;
}

/** The workers. Their figures are absent while there are none. */
export class AgentRunnerCheckDto extends CheckDto {
  /**
   * Workers that gave a sign of life in the last seconds.
   * @example 2
   */
  workers?: number;

  /**
   * Questions all of them can work on at the same time.
   * @example 10
   */
  runner_pool_size?: number;

  /**
   * Questions they are working on.
   * @example 3
   */
  active_runs?: number;
}

/** Every dependency. */
export class DetailedChecksDto {
  /** PostgreSQL. */
  database!: DatabaseCheckDto;
  /** Redis. */
  redis!: RedisCheckDto;
  /** The workers that run the agent. */
  agent_runner!: AgentRunnerCheckDto;
  /** MinIO, or the folder of files. Readiness does not depend on it. */
  object_store!: CheckDto;
  /** MongoDB, where it is configured. */
  mongodb?: CheckDto;
}

/** What the two layers of the answer cache were worth to this process since it started. */
export class AnswerCacheDto {
  /**
   * Answers looked for.
   * @example 120
   */
  lookups!: number;

  /**
   * Found in this process.
   * @example 30
   */
  local_hits!: number;

  /**
   * Found in Redis.
   * @example 20
   */
  redis_hits!: number;

  /**
   * Share of the lookups that found something fresh, 0 to 1.
   * @example 0.42
   */
  hit_rate!: number;
}

/** The agent as seen from this process. */
export class AgentStatusDto {
  /**
   * Questions all workers together can work on at the same time.
   * @example 10
   */
  runner_pool_size!: number;

  /**
   * Event streams this process holds open.
   * @example 12
   */
  active_connections!: number;

  /**
   * Share of the answers of the last five minutes that came from the cache, 0 to 1.
   * @example 0.42
   */
  cache_hit_rate!: number;

  /** The cache of answers, layer by layer. */
  answer_cache!: AnswerCacheDto;
}

/** Figures of this process over the last five minutes. */
export class PerformanceDto {
  /**
   * Mean time of a response, milliseconds, without event streams.
   * @example 18.4
   */
  avg_response_time_ms!: number;

  /**
   * Mean time the agent worked on a question, milliseconds, without answers from the cache.
   * @example 950
   */
  agent_avg_query_time_ms!: number;

  /**
   * Share of the answers that came from the cache, 0 to 1.
   * @example 0.42
   */
  cache_hit_rate!: number;

  /**
   * Requests in work right now, event streams included.
   * @example 14
   */
  active_connections!: number;

  /**
   * Share of the requests that ended in a 5xx, 0 to 1.
   * @example 0.002
   */
  error_rate_5min!: number;
}

/** What this process uses of its machine. */
export class SystemInfoDto {
  /**
   * Since the process started, seconds.
   * @example 86400
   */
  uptime_seconds!: number;

  /**
   * Resident memory, MB.
   * @example 146
   */
  memory_usage_mb!: number;

  /**
   * Processor time in percent of one core, since the reading before.
   * @example 3.5
   */
  cpu_usage_percent!: number;
}

/** Everything at a glance, for a dashboard. */
export class DetailedHealthDto {
  /**
   * `unhealthy`, with 503, as soon as one dependency does not serve.
   * @example healthy
   */
  status!: 'healthy' | 'unhealthy';

  /**
   * When this was found, RFC 3339 in UTC.
   * @example 2026-01-05T08:30:00.000Z
   */
  timestamp!: string;

  /** Each dependency with its figures. */
  checks!: DetailedChecksDto;

  /** The agent. */
  agent_status!: AgentStatusDto;

  /** Requests. */
  performance!: PerformanceDto;

  /** The process. */
  system_info!: SystemInfoDto;
}
