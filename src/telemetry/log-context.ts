import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';

/** What a line written while a job is at work carries, beside its own fields. */
export interface LogFields {
  readonly request_id?: string;
  readonly user_id?: string;
  readonly run_id?: string;
  readonly attempt?: number;
}

/** Marks every log line that is written within a piece of work, across its awaits. */
@Injectable()
export class LogContext {
  constructor(private readonly logger: PinoLogger) {}

  /**
   * @returns what `work` returns.
   * @example await logContext.run({ run_id: run.id, attempt }, () => executor.execute(run));
   */
  run<T>(fields: LogFields, work: () => T): T {
    return this.logger.runInContext(work, { bindings: { ...fields } });
  }
}
