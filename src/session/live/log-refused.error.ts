/** Why the log refuses a writer. `BEHIND`: Redis lost what the writer had written, who must restore it. */
export type LogRefusal = 'FENCED' | 'CLOSED' | 'BEHIND';

/** The writer is not, or no longer, the one who may write. */
export class LogRefusedError extends Error {
  constructor(
    readonly refusal: LogRefusal,
    runId: string,
  ) {
    super(`The log refused an event of run ${runId}: ${refusal}`);
    this.name = 'LogRefusedError';
  }
}
