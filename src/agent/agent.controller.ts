import { Body, Controller, Get, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { AcceptTokenInQuery, CountAhead, CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { AgentApi } from './agent-api.js';
import { ApiAnswerResponse } from './api-answer-response.decorator.js';
import { AskDto } from './dto/ask.dto.js';
import { FollowSessionDto } from './dto/follow.dto.js';

@ApiTags('Agent')
@Controller('agent')
export class AgentController {
  constructor(private readonly api: AgentApi) {}

  /** Asks a question. */
  @Post('query')
  @HttpCode(200)
  @RequirePermission('agent:query')
  @CountAhead('query')
  @ApiOperation({
    summary: 'Ask a question',
    description:
      'With `stream: false` the whole answer comes at once; with `stream: true` the events of the run come as they ' +
      'happen (docs/run-events.md); with `Prefer: respond-async` only the acceptance. The run goes on when the client leaves.',
  })
  @ApiAnswerResponse()
  async query(
    @Body() body: AskDto,
    @CurrentUser() user: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.api.answer(body, user, request, response);
  }

  /** Follows a session. */
  @Get('stream')
  @RequirePermission('agent:read')
  @AcceptTokenInQuery()
  @ApiOperation({
    summary: 'Follow a session live',
    description:
      'Every event of every run of the session, for an `EventSource`. `Last-Event-ID` resumes without a gap; with it ' +
      'a session that was deleted meanwhile is 404, without it one that does not exist is made.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id of the last event seen.' })
  @ApiOkResponse({
    description: 'The events, until the client leaves or the session is deleted.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async stream(
    @Query() query: FollowSessionDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentUser() user: Principal,
    @Res() response: Response,
  ): Promise<void> {
    await this.api.followSession(query.session_id, lastEventId || query.last_event_id, user, response);
  }
}
