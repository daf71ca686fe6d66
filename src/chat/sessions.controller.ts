import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { AppError } from '../common/errors/app-error.js';
import { newId } from '../common/ids.js';
import { Conversations, SessionErrors } from '../session/index.js';
import { CreateSessionDto, PageQueryDto, SessionDto, SessionPageDto } from './dto/chat-session.dto.js';

const DEFAULT_PAGE = 20;

@ApiTags('Chat')
@Controller('chat/sessions')
export class SessionsController {
  constructor(private readonly conversations: Conversations) {}

  /** Lists your conversations. */
  @Get()
  @RequirePermission('chat:read')
  @ApiOperation({ summary: 'List your conversations, the most recently used first' })
  @ApiOkResponse({ type: SessionPageDto })
  async list(@Query() query: PageQueryDto, @CurrentUser() user: Principal): Promise<SessionPageDto> {
    const page = await this.conversations.list(user.userId, {
      cursor: query.cursor,
      limit: query.limit ?? DEFAULT_PAGE,
    });
    return { items: page.items.map((conversation) => SessionDto.from(conversation)), cursor: page.cursor };
  }

  /** Begins a conversation. */
  @Post()
  @RequirePermission('chat:write')
  @ApiOperation({ summary: 'Begin a conversation, or get the one of that name' })
  @ApiCreatedResponse({ type: SessionDto })
  async create(@Body() body: CreateSessionDto, @CurrentUser() user: Principal): Promise<SessionDto> {
    return SessionDto.from(await this.conversations.open(user.userId, body.session_id ?? newId(), body.title));
  }

  /** Reads a conversation. */
  @Get(':session_id')
  @RequirePermission('chat:read')
  @ApiOperation({ summary: 'Read one conversation' })
  @ApiParam({ name: 'session_id', description: 'Your own word for the conversation.' })
  @ApiOkResponse({ type: SessionDto })
  async get(@Param('session_id') sessionId: string, @CurrentUser() user: Principal): Promise<SessionDto> {
    const conversation = await this.conversations.find(user.userId, sessionId);
    if (conversation === undefined) throw new AppError(SessionErrors.SESSION_NOT_FOUND);
    return SessionDto.from(conversation);
  }
}
