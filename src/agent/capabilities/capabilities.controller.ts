import { Controller, Get, Headers } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../auth/index.js';
import { negotiateLanguage, say } from '../../common/i18n/language.js';
import { ToolsDto } from './capabilities.dto.js';
import { CapabilityBoard } from './capability-board.js';

@ApiTags('Agent')
@Controller('agent/tools')
export class CapabilitiesController {
  constructor(private readonly board: CapabilityBoard) {}

  /** Lists what the agent can use right now. */
  @Get()
  @RequirePermission('agent:read')
  @ApiOperation({
    summary: 'List tools and data providers',
    description: 'What the agent can use right now, with the state of each provider as a worker last saw it.',
  })
  @ApiOkResponse({ type: ToolsDto })
  async list(@Headers('accept-language') acceptLanguage: string | undefined): Promise<ToolsDto> {
    const capabilities = await this.board.read();
    if (!capabilities) return { reported_at: null, tools: [], providers: [] };
    const language = negotiateLanguage(acceptLanguage);
    const { reported_at, providers } = capabilities;
    const tools = capabilities.tools.map((tool) => ({ ...tool, activity: say(tool.activity, language) }));
    return { reported_at, tools, providers };
  }
}
