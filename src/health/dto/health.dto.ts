/** Whether the service as a whole serves. */
export class HealthDto {
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

  /**
   * Version of the program.
   * @example 0.1.0
   */
  version!: string;
}

/** Whether the process lives. Asks nothing else, so a dependency that is away restarts nobody. */
export class LivenessDto {
  /**
   * Always `alive`; a process that is not gives no answer.
   * @example alive
   */
  status!: 'alive';

  /**
   * When this was answered, RFC 3339 in UTC.
   * @example 2026-01-05T08:30:00.000Z
   */
  timestamp!: string;
}

/** One dependency in the answer of /health/readiness. */
export class CheckDto {
  /**
   * Whether it serves.
   * @example healthy
   */
  status!: 'healthy' | 'unhealthy';

  /**
   * How long its answer took, milliseconds.
   * @example 2
   */
  response_time_ms!: number;

  /**
   * Why it does not serve; absent when it does.
   * @example not reachable
   */
  error?: string;
}

/** What a question needs to be answered. */
export class ReadinessChecksDto {
  /** PostgreSQL. */
  database!: CheckDto;
  /** Redis. */
  redis!: CheckDto;
  /** The workers that run the agent. */
  agent_runner!: CheckDto;
  /** MongoDB, where it is configured. */
  mongodb?: CheckDto;
}

/** Whether this process should be sent requests. */
export class ReadinessDto {
  /**
   * `not_ready`, with 503, while one dependency does not serve or the process is stopping.
   * @example ready
   */
  status!: 'ready' | 'not_ready';

  /**
   * When this was found, RFC 3339 in UTC.
   * @example 2026-01-05T08:30:00.000Z
   */
  timestamp!: string;

  /** Each dependency. */
  checks!: ReadinessChecksDto;
}
