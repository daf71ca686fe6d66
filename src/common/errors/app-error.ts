import { type Language, say, type TextParams } from '../i18n/language.js';
import { type ErrorKind, findErrorKind } from './error-registry.js';

/** One field of a request that was refused. `path` is a JSON path such as `files[2]`. */
export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

export interface AppErrorOptions {
  /** Fills the placeholders of the detail sentence. Never a secret, a query or a host. */
  readonly params?: TextParams;
  /** What was wrong with which field, for a refused body. */
  readonly issues?: readonly FieldIssue[];
  /** Seconds after which a retry makes sense; becomes `Retry-After`. */
  readonly retryAfter?: number;
  /** The original failure: logged, never shown. */
  readonly cause?: unknown;
}

/** An `AppError` as it travels through the queue, the run record and the event stream. */
export interface SerializedError {
  readonly code: string;
  readonly params?: TextParams;
  readonly retry_after?: number;
}

/**
 * Every failure TradeFlow tells anyone about: a registered kind plus what is particular to this occurrence.
 * @example throw new AppError(AgentErrors.SESSION_BUSY, { params: { session: sessionId } });
 */
export class AppError extends Error {
  readonly params: TextParams;
  readonly issues: readonly FieldIssue[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly kind: ErrorKind,
    options: AppErrorOptions = {},
  ) {
    super(say(kind.detail, 'en', options.params), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = `AppError(${kind.code})`;
    this.params = options.params ?? {};
    this.issues = options.issues;
    this.retryAfter = options.retryAfter;
  }

  get code(): string {
    return this.kind.code;
  }

  /** The sentence that says what to do, in the reader's language. */
  detail(language: Language): string {
    return say(this.kind.detail, language, this.params);
  }

  serialize(): SerializedError {
    return {
      code: this.kind.code,
      ...(Object.keys(this.params).length > 0 && { params: this.params }),
      ...(this.retryAfter !== undefined && { retry_after: this.retryAfter }),
    };
  }

  /** Undefined when the code is unknown here, e.g. written by a newer version during a rolling upgrade. */
  static deserialize(error: SerializedError): AppError | undefined {
    const kind = findErrorKind(error.code);
    return kind && new AppError(kind, { params: error.params, retryAfter: error.retry_after });
  }
}
