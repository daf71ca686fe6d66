import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Public } from '../auth/index.js';
import { timestamp } from '../common/clock.js';
import { DetailedHealthDto } from './dto/detailed-health.dto.js';
import { HealthDto, LivenessDto, ReadinessDto } from './dto/health.dto.js';
import { HealthService } from './health.service.js';

/** Probes, for orchestrators and dashboards; outside of /api/v1 and open to everyone, as they show figures only. */
@ApiTags('Health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly service: HealthService) {}

  /** Whether the service as a whole serves. */
  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'A dependency does not serve.' })
  async health(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    const report = await this.service.health();
    return withStatus(response, report, report.status === 'healthy');
  }

  /** Whether the process lives; asks nothing else. */
  @Get('liveness')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: LivenessDto })
  liveness(): LivenessDto {
    return { status: 'alive', timestamp: timestamp() };
  }

  /** Whether this process should be sent requests: database, Redis and agent runner. */
  @Get('readiness')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: ReadinessDto })
  @ApiServiceUnavailableResponse({ type: ReadinessDto, description: 'Not ready.' })
  async readiness(@Res({ passthrough: true }) response: Response): Promise<ReadinessDto> {
    const report = await this.service.readiness();
    return withStatus(response, report, report.status === 'ready');
  }

  /** Dependencies, agent, requests of the last five minutes, and the process itself, in figures. */
  @Get('detailed')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: DetailedHealthDto })
  @ApiServiceUnavailableResponse({ type: DetailedHealthDto, description: 'A dependency does not serve.' })
  async detailed(@Res({ passthrough: true }) response: Response): Promise<DetailedHealthDto> {
    const report = await this.service.detailed();
    return withStatus(response, report, report.status === 'healthy');
  }
}

/** A probe's bad news is an answer, not an error: the same shape, with 503. */
function withStatus<T>(response: Response, report: T, ok: boolean): T {
  response.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
  return report;
}
