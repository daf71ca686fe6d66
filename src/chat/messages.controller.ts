import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { AgentApi, ApiAnswerResponse, AskDto, SESSION_ID, SESSION_ID_RULE } from '../agent/index.js';
import { CountAhead, CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { AppError } from '../common/errors/app-error.js';
import { CommonErrors } from '../common/errors/common.errors.js';
import { Conversations } from '../session/index.js';
import { MessageDto, MessagePageDto, PostMessageDto } from './dto/chat-message.dto.js';
import { PageQueryDto } from './dto/chat-session.dto.js';
import { ownConversation } from './own-conversation.js';

const DEFAULT_PAGE = 50;

@ApiTags('Chat')
@ApiParam({ name: 'session_id', description: 'Your own word for the conversation.' })
@Controller('chat/sessions/:session_id/messages')
export class MessagesController {
  constructor(
    private readonly conversations: Conversations,
    private readonly agent: AgentApi,
  ) {}

  /** Reads the history. */
  @Get()
  @RequirePermission('chat:read')
  @ApiOperation({ summary: 'Read the history of a conversation, newest first' })
  @ApiOkResponse({ type: MessagePageDto })
  async list(
    @Param('session_id') sessionId: string,
    @Query() query: PageQueryDto,
    @CurrentUser() user: Principal,
  ): Promise<MessagePageDto> {
    const conversation = await ownConversation(this.conversations, user, sessionId);
    const page = await this.conversations.messages(conversation.id, {
      cursor: query.cursor,
      limit: query.limit ?? DEFAULT_PAGE,
      order: 'newest',
    });
    return { items: page.items.map((message) => MessageDto.from(message)), cursor: page.cursor };
  }

  /** Asks a question in the conversation. */
  @Post()
  @HttpCode(200)
  @RequirePermission('agent:query')
  @CountAhead('query')
  @ApiOperation({ summary: 'Ask a question in the conversation', description: 'The same as `POST /agent/query`.' })
  @ApiAnswerResponse()
  async ask(
    @Param('session_id') sessionId: string,
    @Body() body: PostMessageDto,
    @CurrentUser() user: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!SESSION_ID.test(sessionId)) {
      throw new AppError(CommonErrors.VALIDATION_FAILED, {
        issues: [{ path: 'session_id', message: SESSION_ID_RULE }],
      });
    }
    await this.agent.answer(Object.assign(new AskDto(), body, { session_id: sessionId }), user, request, response);
  }
}
