import { type Language, say, type Text, type TextParams } from '../i18n/language.js';
import { type ErrorKind } from './error-registry.js';

/** One field of a request that was refused. `path` is a JSON path such as `files[2]`; `message` is English, see `sayIssue`. */
export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** What the problem of some errors says beside the members that all have; `ProblemDto` explains them. */
export interface ErrorExtensions {
  /** The run that is told of. */
  readonly run_id?: string;
  /** Why it was cancelled. */
  readonly reason?: string;
}

export interface AppErrorOptions {
  /** Fills the placeholders of the detail sentence. Never a secret, a query or a host. */
  readonly params?: TextParams;
  /** What was wrong with which field, for a refused body. */
  readonly issues?: readonly FieldIssue[];
  /** Seconds after which a retry makes sense; becomes `Retry-After`. */
  readonly retryAfter?: number;
  /** Whether the very same request may succeed, where this occurrence knows better than its kind. */
  readonly retryable?: boolean;
  /** A sentence that this occurrence adds to the detail. */
  readonly advice?: Text;
  readonly extensions?: ErrorExtensions;
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
  readonly retryable: boolean;
  readonly extensions: ErrorExtensions;
  private readonly advice: Text | undefined;

  constructor(
    readonly kind: ErrorKind,
    options: AppErrorOptions = {},
  ) {
    super(say(kind.detail, 'en', options.params), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = `AppError(${kind.code})`;
    this.params = options.params ?? {};
    this.issues = options.issues;
    this.retryable = options.retryable ?? kind.retryable;
    this.retryAfter = this.retryable ? (options.retryAfter ?? kind.retryAfter) : options.retryAfter;
    this.extensions = options.extensions ?? {};
    this.advice = options.advice;
  }

  get code(): string {
    return this.kind.code;
  }

  /** The sentence that says what to do, in the reader's language. */
  detail(language: Language): string {
    const detail = say(this.kind.detail, language, this.params);
    if (this.advice === undefined) return detail;
    return `${detail}${language === 'en' ? ' ' : ''}${say(this.advice, language, this.params)}`;
  }

  serialize(): SerializedError {
    return {
      code: this.kind.code,
      ...(Object.keys(this.params).length > 0 && { params: this.params }),
      ...(this.retryAfter !== undefined && { retry_after: this.retryAfter }),
    };
  }
}
