/**
 * What Nest must be given so that a failed start is told by `runProcess` alone: what it logs meanwhile waits until the
 * structured logger takes over, and is dropped when that never happens.
 */
export const QUIET_START = { abortOnError: false, bufferLogs: true, autoFlushLogs: false } as const;

/**
 * Starts a process of ours. A start that fails ends it with one sentence for the operator, never with a stack: what is
 * wrong then is the surroundings (a variable, a port, a store), not the code.
 */
export async function runProcess(name: string, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${name} could not start. ${explain(error)}\n`);
    process.exit(1);
  }
}

/** What is known of a port that could not be opened. */
interface FailedListener {
  readonly port?: number;
  /** Undefined for the one that is set by `PORT`. */
  readonly variable?: string;
}

function explain(error: unknown): string {
  const { code, message, port, variable = 'PORT' } = error as NodeJS.ErrnoException & FailedListener;
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop what uses it, or set another ${variable}.`;
  if (code === 'EACCES') return `Port ${port} may not be opened by this user: set a ${variable} above 1023.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `PostgreSQL cannot be reached (${code}): check POSTGRES_URL.`;
  // Of PostgreSQL: it is starting, or has not read its log to the end yet.
  if (code === '57P03') return 'PostgreSQL is not ready yet: start again in a moment.';
  return message || String(error);
}
