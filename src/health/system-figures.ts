import { Injectable } from '@nestjs/common';
import { SECOND } from '../common/clock.js';
import { type SystemInfoDto } from './dto/detailed-health.dto.js';

const MEGABYTE = 1_048_576;

/** What this process uses of its machine, as the operating system counts it. */
@Injectable()
export class SystemFigures {
  private sample = { at: performance.now(), usage: process.cpuUsage(), percent: 0 };

  read(): SystemInfoDto {
    return {
      uptime_seconds: Math.floor(process.uptime()),
      memory_usage_mb: Math.round(process.memoryUsage.rss() / MEGABYTE),
      cpu_usage_percent: this.cpuPercent(),
    };
  }

  /** Of one core, since the last reading at least a second ago; a shorter span would measure the reading itself. */
  private cpuPercent(): number {
    const at = performance.now();
    const elapsed = at - this.sample.at;
    if (elapsed < SECOND) return this.sample.percent;
    const { user, system } = process.cpuUsage(this.sample.usage);
    // Microseconds of processor time over milliseconds of the clock.
    const percent = Number(((user + system) / elapsed / 10).toFixed(1));
    this.sample = { at, usage: process.cpuUsage(), percent };
    return this.sample.percent;
  }
}
