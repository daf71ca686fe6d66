import { Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { AppError } from '../common/errors/app-error.js';
import { AcceptTokenInQuery, CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { AgentApi } from './agent-api.js';
import { AgentErrors } from './agent.errors.js';
import { CancelReceiptDto } from './dto/cancel-receipt.dto.js';
import { FollowRunDto } from './dto/follow.dto.js';
import { ListRunsDto, RunDetailDto, RunDto, RunPageDto } from './dto/run.dto.js';
import { RunCancellation } from './runs/run-cancellation.js';
import { RunsService } from './runs/runs.service.js';

/** A word that is no id names no run of anybody's. */
const runId = new ParseUUIDPipe({ exceptionFactory: () => new AppError(AgentErrors.RUN_NOT_FOUND) });
const RUN_ID = { name: 'id', description: 'The id of the run.', format: 'uuid' };
const DEFAULT_PAGE = 20;

@ApiTags('Runs')
@Controller('agent/runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly api: AgentApi,
    private readonly cancellation: RunCancellation,
  ) {}

  /** Lists your runs. */
  @Get()
  @RequirePermission('agent:read')
  @ApiOperation({ summary: 'List your runs, newest first' })
  @ApiOkResponse({ type: RunPageDto })
  async list(@Query() query: ListRunsDto, @CurrentUser() user: Principal): Promise<RunPageDto> {
    const page = await this.runs.list(user.userId, {
      sessionId: query.session_id,
      status: query.status,
      cursor: query.cursor,
      limit: query.limit ?? DEFAULT_PAGE,
    });
    return { items: page.items.map((run) => RunDto.from(run)), cursor: page.cursor };
  }

  /** Reads the record of a run. */
  @Get(':id')
  @RequirePermission('agent:read')
  @ApiOperation({ summary: 'Read the record of a run' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunDetailDto })
  async get(@Param('id', runId) id: string, @CurrentUser() user: Principal): Promise<RunDetailDto> {
    return RunDetailDto.from(await this.runs.get(user.userId, id));
  }

  /** Cancels a run. */
  @Post(':id/cancel')
  @HttpCode(200)
  @RequirePermission('agent:query')
  @ApiOperation({
    summary: 'Cancel a run',
    description:
      'Idempotent. Where `delivered` is true nothing starts any more: no tool, no model call. Where it is false the ' +
      'request is kept and will be noticed; ask again or follow the run.',
  })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: CancelReceiptDto })
  async cancel(@Param('id', runId) id: string, @CurrentUser() user: Principal): Promise<CancelReceiptDto> {
    return this.cancellation.cancel(user.userId, id, 'user');
  }

  /** Follows one run. */
  @Get(':id/events')
  @RequirePermission('agent:read')
  @AcceptTokenInQuery()
  @ApiOperation({ summary: 'Follow one run: replay, then live, then the stream closes' })
  @ApiParam(RUN_ID)
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id of the last event seen.' })
  @ApiOkResponse({
    description: 'The events of the run.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiNoContentResponse({
    description: 'The run is over, and nothing came after `Last-Event-ID`: an `EventSource` stops at that.',
  })
  async events(
    @Param('id', runId) id: string,
    @Query() query: FollowRunDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentUser() user: Principal,
    @Res() response: Response,
  ): Promise<void> {
    await this.api.followRun(id, lastEventId || query.last_event_id, user, response);
  }
}
