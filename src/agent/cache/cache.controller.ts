import { Controller, Delete, HttpCode } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal, RequirePermission } from '../../auth/index.js';
import { ClearedCacheDto } from '../dto/cleared-cache.dto.js';
import { AnswerCache } from './answer-cache.js';

@ApiTags('Agent')
@Controller('agent/cache')
export class CacheController {
  constructor(private readonly answers: AnswerCache) {}

  /** Clears your cached answers. */
  @Delete()
  @HttpCode(200)
  @RequirePermission('agent:query')
  @ApiOperation({
    summary: 'Clear your cached answers',
    description: 'Removes what your questions have put into the answer cache, for everybody and at once.',
  })
  @ApiOkResponse({ type: ClearedCacheDto })
  async clear(@CurrentUser() user: Principal): Promise<ClearedCacheDto> {
    return { cleared: await this.answers.clear(user.userId) };
  }
}
