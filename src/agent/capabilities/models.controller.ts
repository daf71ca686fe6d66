import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../auth/index.js';
import { CapabilityBoard } from './capability-board.js';
import { ModelsDto } from './models.dto.js';

@ApiTags('Agent')
@Controller('agent/models')
export class ModelsController {
  constructor(private readonly board: CapabilityBoard) {}

  /** Lists the language models. */
  @Get()
  @RequirePermission('agent:read')
  @ApiOperation({
    summary: 'List language models',
    description: 'Which models answer and stand in, with the state of each as a worker last saw it.',
  })
  @ApiOkResponse({ type: ModelsDto })
  async list(): Promise<ModelsDto> {
    const { reported_at = null, models = [] } = (await this.board.read()) ?? {};
    return { reported_at, models };
  }
}
