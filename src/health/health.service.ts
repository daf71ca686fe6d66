import { Injectable, Logger, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { timestamp } from '../common/clock.js';
import { VERSION } from '../common/version.js';
import { AnswerCache } from '../agent/index.js';
import { AccessLog, RequestStatistics } from '../telemetry/index.js';
import { AgentRunnerCheck } from './checks/agent-runner.check.js';
import { type BoundedCheck } from './checks/bounded-check.js';
import { DatabaseCheck } from './checks/database.check.js';
import { MongodbCheck } from './checks/mongodb.check.js';
import { ObjectStoreCheck } from './checks/object-store.check.js';
import { RedisCheck } from './checks/redis.check.js';
import { type DetailedChecksDto, type DetailedHealthDto } from './dto/detailed-health.dto.js';
import { type CheckDto, type HealthDto, type ReadinessDto } from './dto/health.dto.js';
import { SystemFigures } from './system-figures.js';

/** What was found, before it is put into the shape of a page. */
interface Findings {
  readonly ok: boolean;
  readonly checks: DetailedChecksDto;
}

/** Asks the dependencies through Terminus and words the answers as the contract has them. */
@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);
  private wasOk = true;

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly database: DatabaseCheck,
    private readonly redis: RedisCheck,
    private readonly mongodb: MongodbCheck,
    private readonly objectStore: ObjectStoreCheck,
    private readonly agentRunner: AgentRunnerCheck,
    private readonly answers: AnswerCache,
    private readonly accessLog: AccessLog,
    private readonly statistics: RequestStatistics,
    private readonly system: SystemFigures,
  ) {}

  async health(): Promise<HealthDto> {
    const { ok } = await this.findings();
    return { status: ok ? 'healthy' : 'unhealthy', timestamp: timestamp(), version: VERSION };
  }

  async readiness(): Promise<ReadinessDto> {
    const { ok, checks } = await this.findings();
    const { database, redis, agent_runner, mongodb } = checks;
    return {
      status: ok ? 'ready' : 'not_ready',
      timestamp: timestamp(),
      checks: {
        database: brief(database),
        redis: brief(redis),
        agent_runner: brief(agent_runner),
        ...(mongodb && { mongodb: brief(mongodb) }),
      },
    };
  }

  async detailed(): Promise<DetailedHealthDto> {
    const { ok, checks } = await this.findings([this.objectStore]);
    const { error_rate, ...figures } = this.statistics.figures();
    const open = this.accessLog.openRequests();
    return {
      status: ok ? 'healthy' : 'unhealthy',
      timestamp: timestamp(),
      checks,
      agent_status: {
        runner_pool_size: checks.agent_runner.runner_pool_size ?? 0,
        active_connections: open.streams,
        cache_hit_rate: figures.cache_hit_rate,
        answer_cache: { ...this.answers.figures },
      },
      performance: { ...figures, active_connections: open.total, error_rate_5min: error_rate },
      system_info: this.system.read(),
    };
  }

  /** @param more what is asked beside that without which no question can be answered */
  private async findings(more: readonly BoundedCheck[] = []): Promise<Findings> {
    const { status, details } = await this.ask(more);
    const ok = status === 'ok';
    const checks = Object.fromEntries(
      Object.entries(details).map(([name, detail]) => [name, worded(detail)]),
    ) as unknown as DetailedChecksDto;
    if (more.length === 0) this.logChange(ok, checks);
    return { ok, checks };
  }

  /** Terminus throws what it found when something is down, or while the process is stopping. */
  private async ask(more: readonly BoundedCheck[]): Promise<HealthCheckResult> {
    try {
      const asked = [this.database, this.redis, this.agentRunner, ...more];
      if (this.mongodb.configured) asked.push(this.mongodb);
      return await this.terminus.check(asked.map((dependency) => dependency.check()));
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  /** One line when it turns, not one a probe. */
  private logChange(ok: boolean, checks: DetailedChecksDto): void {
    if (ok === this.wasOk) return;
    this.wasOk = ok;
    if (ok) this.logger.log('Every dependency serves again');
    else this.logger.warn({ checks }, 'A dependency does not serve');
  }
}

/** Terminus' words for one check as the contract has them. */
function worded({ status, responseTime, message, ...figures }: HealthCheckResult['details'][string]) {
  delete figures['cachedResponse'];
  return {
    status: status === 'up' ? 'healthy' : 'unhealthy',
    response_time_ms: responseTime,
    ...(message && { error: message }),
    ...figures,
  };
}

function brief({ status, response_time_ms, error }: CheckDto): CheckDto {
  return { status, response_time_ms, ...(error && { error }) };
}
