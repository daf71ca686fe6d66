/** A request that the server of an OpenAI-compatible model refused, or an answer it broke off with an error. */
export class OpenAiError extends Error {
  constructor(
    /** The HTTP status, or the one that the error in the middle of a stream amounts to. */
    readonly status: number,
    message: string,
    /** The provider's own word for it, e.g. `context_length_exceeded`. */
    readonly code: string | undefined,
    /** Seconds after which another request makes sense. */
    readonly retryAfter: number | undefined,
  ) {
    super(message);
    this.name = 'OpenAiError';
  }
}
