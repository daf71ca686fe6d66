import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { Conversations } from '../session/index.js';
import { FoundMessageDto, FoundMessagePageDto, SearchDto } from './dto/search.dto.js';

const DEFAULT_PAGE = 20;

@ApiTags('Chat')
@Controller('chat/search')
export class SearchController {
  constructor(private readonly conversations: Conversations) {}

  /** Searches your messages. */
  @Get()
  @RequirePermission('chat:read')
  @ApiOperation({ summary: 'Search your messages, Chinese and English' })
  @ApiOkResponse({ type: FoundMessagePageDto })
  async search(@Query() query: SearchDto, @CurrentUser() user: Principal): Promise<FoundMessagePageDto> {
    const { items, cursor } = await this.conversations.search(user.userId, {
      words: query.q,
      cursor: query.cursor,
      limit: query.limit ?? DEFAULT_PAGE,
    });
    return { items: items.map((found) => FoundMessageDto.from(found, query.q)), cursor };
  }
}
