import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal, RequirePermission } from '../../auth/index.js';
import { DAY, timestamp } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { Quotas, startOfDay } from './quotas.js';
import { UsageQueryDto, UsageReportDto, type UsageTotalDto } from './usage.dto.js';
import { UsageErrors } from './usage.errors.js';
import { type DayUsage, UsageRepository } from './usage.repository.js';

const USUAL_DAYS = 30;
const MOST_DAYS = 366;

const NOTHING = {
  runs: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  timed_out: 0,
  cache_hits: 0,
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  model_calls: 0,
  tool_calls: 0,
} satisfies UsageTotalDto;

@ApiTags('Agent')
@Controller('agent/usage')
export class UsageController {
  constructor(
    private readonly usage: UsageRepository,
    private readonly quotas: Quotas,
  ) {}

  /** Shows what you used, day by day, and what is left today. */
  @Get()
  @RequirePermission('agent:read')
  @ApiOperation({
    summary: 'Show your usage by day and what is left of the quota',
    description:
      'Failed, cancelled and timed-out runs count with what they spent. Attempts that our own side broke off are not charged.',
  })
  @ApiOkResponse({ type: UsageReportDto })
  async report(@Query() query: UsageQueryDto, @CurrentUser() user: Principal): Promise<UsageReportDto> {
    const { first, last } = periodOf(query);
    const [days, quota] = await Promise.all([
      this.usage.days(user.userId, first, new Date(last.getTime() + DAY)),
      this.quotas.states(user.userId),
    ]);
    return {
      from: dayOf(first),
      to: dayOf(last),
      days,
      total: totalOf(days),
      quota: { runs: quota.runs, tokens: quota.tokens, resets_at: timestamp(quota.resetsAt) },
    };
  }
}

/** @throws AppError INVALID_USAGE_PERIOD */
function periodOf({ from, to }: UsageQueryDto): { first: Date; last: Date } {
  const last = to === undefined ? startOfDay(Date.now()) : new Date(to);
  const first = from === undefined ? new Date(last.getTime() - (USUAL_DAYS - 1) * DAY) : new Date(from);
  const days = (last.getTime() - first.getTime()) / DAY + 1;
  if (!(days >= 1 && days <= MOST_DAYS)) {
    throw new AppError(UsageErrors.INVALID_USAGE_PERIOD, { params: { days: MOST_DAYS } });
  }
  return { first, last };
}

function dayOf(date: Date): string {
  return timestamp(date).slice(0, 10);
}

function totalOf(days: readonly DayUsage[]): UsageTotalDto {
  const total = { ...NOTHING };
  const fields = Object.keys(NOTHING) as (keyof UsageTotalDto)[];
  for (const day of days) for (const field of fields) total[field] += day[field];
  return total;
}
