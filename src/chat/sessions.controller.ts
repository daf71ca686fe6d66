import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { newId } from '../common/ids.js';
import { Conversations } from '../session/index.js';
import {
  ChangeSessionDto,
  CreateSessionDto,
  ListSessionsDto,
  SessionDto,
  SessionPageDto,
} from './dto/chat-session.dto.js';
import { ownConversation } from './own-conversation.js';
import { SessionDeletion } from './session-deletion.js';

const DEFAULT_PAGE = 20;
const SESSION_PARAM = { name: 'session_id', description: 'Your own word for the conversation.' };

@ApiTags('Chat')
@Controller('chat/sessions')
export class SessionsController {
  constructor(
    private readonly conversations: Conversations,
    private readonly deletion: SessionDeletion,
  ) {}

  /** Lists your conversations. */
  @Get()
  @RequirePermission('chat:read')
  @ApiOperation({ summary: 'List your conversations: pinned ones, then the most recently used' })
  @ApiOkResponse({ type: SessionPageDto })
  async list(@Query() query: ListSessionsDto, @CurrentUser() user: Principal): Promise<SessionPageDto> {
    const page = await this.conversations.list(user.userId, {
      cursor: query.cursor,
      limit: query.limit ?? DEFAULT_PAGE,
      status: query.status ?? 'active',
      words: query.q,
    });
    return { items: page.items.map((conversation) => SessionDto.from(conversation)), cursor: page.cursor };
  }

  /** Begins a conversation. */
  @Post()
  @RequirePermission('chat:write')
  @ApiOperation({ summary: 'Begin a conversation, or get the one of that name' })
  @ApiCreatedResponse({ type: SessionDto })
  async create(@Body() body: CreateSessionDto, @CurrentUser() user: Principal): Promise<SessionDto> {
    return SessionDto.from(
      await this.conversations.open(user.userId, body.session_id ?? newId(), { title: body.title }),
    );
  }

  /** Reads a conversation. */
  @Get(':session_id')
  @RequirePermission('chat:read')
  @ApiOperation({ summary: 'Read one conversation' })
  @ApiParam(SESSION_PARAM)
  @ApiOkResponse({ type: SessionDto })
  async get(@Param('session_id') sessionId: string, @CurrentUser() user: Principal): Promise<SessionDto> {
    return SessionDto.from(await ownConversation(this.conversations, user, sessionId));
  }

  /** Changes a conversation. */
  @Patch(':session_id')
  @RequirePermission('chat:write')
  @ApiOperation({ summary: 'Rename, pin or archive a conversation' })
  @ApiParam(SESSION_PARAM)
  @ApiOkResponse({ type: SessionDto })
  async change(
    @Param('session_id') sessionId: string,
    @Body() { version, ...change }: ChangeSessionDto,
    @CurrentUser() user: Principal,
  ): Promise<SessionDto> {
    return SessionDto.from(await this.conversations.update(user.userId, sessionId, change, version));
  }

  /** Deletes a conversation. */
  @Delete(':session_id')
  @HttpCode(204)
  @RequirePermission('chat:write')
  @ApiOperation({
    summary: 'Delete a conversation',
    description: 'Stops what it works on first. It is gone at once; its name may be used again.',
  })
  @ApiParam(SESSION_PARAM)
  @ApiNoContentResponse({ description: 'It is gone.' })
  async delete(@Param('session_id') sessionId: string, @CurrentUser() user: Principal): Promise<void> {
    await this.deletion.delete(await ownConversation(this.conversations, user, sessionId));
  }
}
