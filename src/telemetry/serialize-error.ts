/** What a log line says of an error. */
export interface SerializedFailure {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: SerializedFailure;
}

/**
 * Only these members are logged. Drivers hang more on their errors, such as the query with its parameters, and those hold
 * what users wrote.
 */
export function serializeError(error: unknown, depth = 0): SerializedFailure {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: error.name,
    message: error.message,
    ...(code !== undefined && { code: String(code) }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 4 && { cause: serializeError(error.cause, depth + 1) }),
  };
}
