import { Body, Controller, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { AppError } from '../common/errors/app-error.js';
import { Conversations, SessionErrors } from '../session/index.js';
import { FeedbackDto, MessageDto } from './dto/chat-message.dto.js';

const notFound = () => new AppError(SessionErrors.MESSAGE_NOT_FOUND);
/** A word that is no id names no message of anybody's. */
const messageId = new ParseUUIDPipe({ exceptionFactory: notFound });

@ApiTags('Chat')
@Controller('chat/messages/:id/feedback')
export class FeedbackController {
  constructor(private readonly conversations: Conversations) {}

  /** Says what you think of an answer. */
  @Put()
  @RequirePermission('chat:write')
  @ApiOperation({ summary: 'Say what you think of an answer' })
  @ApiParam({ name: 'id', description: 'The id of the answer’s message.', format: 'uuid' })
  @ApiOkResponse({ type: MessageDto })
  async give(
    @Param('id', messageId) id: string,
    @Body() { rating, comment }: FeedbackDto,
    @CurrentUser() user: Principal,
  ): Promise<MessageDto> {
    const feedback = rating === null ? null : { rating, comment: comment ?? null, at: new Date() };
    const message = await this.conversations.rate(user.userId, id, feedback);
    if (message === undefined) throw notFound();
    return MessageDto.from(message);
  }
}
