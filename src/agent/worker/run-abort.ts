/** Why the work on a run is broken off. */
export type AbortCause = 'cancelled' | 'timed_out' | 'fenced' | 'shutdown';

/** The reason an executor's abort signal carries. */
export class RunAborted extends Error {
  constructor(readonly abortCause: AbortCause) {
    super(`The run was broken off: ${abortCause}`);
    this.name = 'RunAborted';
  }
}
