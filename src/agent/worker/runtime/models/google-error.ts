/** What Google's error JSON (google.rpc.Status) says, as far as we act on it. */
export interface GoogleError {
  /** The HTTP status. */
  readonly status: number;
  readonly message: string;
  /** `ErrorInfo.reason`, e.g. `API_KEY_INVALID`. */
  readonly reason: string | undefined;
  /** `RetryInfo.retryDelay` in whole seconds. */
  readonly retryAfter: number | undefined;
}

type Detail = { '@type'?: string; reason?: string; retryDelay?: string };

/**
 * Reads an `ApiError` of @google/genai: its `status`, and the error JSON in its message, which stands alone when the request
 * failed and behind `got status: …` when an error came in the middle of a stream. Undefined for any other error.
 */
export function readGoogleError(thrown: unknown): GoogleError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { status } = thrown as Error & { status?: unknown };
  if (typeof status !== 'number') return undefined;
  const body = parseBody(thrown.message);
  const details = body?.details ?? [];
  const retryDelay = details.find((detail) => detail['@type']?.endsWith('RetryInfo'))?.retryDelay;
  return {
    status,
    message: body?.message ?? thrown.message,
    reason: details.find((detail) => detail['@type']?.endsWith('ErrorInfo'))?.reason,
    retryAfter: retryDelay === undefined ? undefined : Math.ceil(Number.parseFloat(retryDelay)) || undefined,
  };
}

function parseBody(message: string): { message?: string; details?: Detail[] } | undefined {
  try {
    return (JSON.parse(message.slice(message.indexOf('{'))) as { error?: { message?: string; details?: Detail[] } })
      .error;
  } catch {
    return undefined;
  }
}
