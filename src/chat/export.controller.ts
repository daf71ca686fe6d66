import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Headers, Logger, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { requestId } from '../common/http/request-id.js';
import { negotiateLanguage } from '../common/i18n/language.js';
import { Conversations } from '../session/index.js';
import { ExportDto } from './dto/export.dto.js';
import { allMessages } from './export/all-messages.js';
import { writeJson } from './export/json-export.js';
import { writeMarkdown } from './export/markdown-export.js';
import { ownConversation } from './own-conversation.js';

const MEDIA_TYPES = { md: 'text/markdown; charset=utf-8', json: 'application/json; charset=utf-8' };

@ApiTags('Chat')
@Controller('chat/sessions/:session_id/export')
export class ExportController {
  private readonly logger = new Logger(ExportController.name);

  constructor(private readonly conversations: Conversations) {}

  /** Downloads a conversation. */
  @Get()
  @RequirePermission('chat:read')
  @ApiOperation({ summary: 'Download the whole conversation as a file' })
  @ApiParam({ name: 'session_id', description: 'Your own word for the conversation.' })
  @ApiOkResponse({ description: 'The file.', content: { 'text/markdown': {}, 'application/json': {} } })
  async download(
    @Param('session_id') sessionId: string,
    @Query() { format = 'md' }: ExportDto,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @CurrentUser() user: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const conversation = await ownConversation(this.conversations, user, sessionId);
    const messages = allMessages(this.conversations, conversation);
    const pieces =
      format === 'md'
        ? writeMarkdown(conversation, messages, negotiateLanguage(acceptLanguage))
        : writeJson(conversation, messages);
    response.setHeader('Content-Type', MEDIA_TYPES[format]);
    response.setHeader('Content-Disposition', attachment(`${sessionId}.${format}`));
    try {
      await pipeline(Readable.from(pieces), response);
    } catch (error) {
      // The status is sent: the broken connection tells the client that the file is not whole.
      this.logger.warn({ msg: 'An export was broken off', request_id: requestId(request, response), err: error });
    }
  }
}

/** RFC 6266: the name as it is for everybody of today, and one in ASCII for the others. */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encoded}`;
}
