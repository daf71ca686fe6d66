import { type AppError, type ErrorExtensions, type FieldIssue } from '../errors/app-error.js';
import { type Language, say } from '../i18n/language.js';
import { sayIssue } from './issue-texts.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** An error as the contract shows it: RFC 9457 with our extension members. */
export interface Problem extends ErrorExtensions {
  /** Where this kind of error is explained: a relative reference (RFC 9457 §3.1.1) that this server resolves. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path of the request, without its query. */
  readonly instance: string;
  readonly code: string;
  readonly request_id: string;
  /** Whether the very same request may succeed when it is sent again. */
  readonly retryable: boolean;
  readonly errors?: readonly FieldIssue[];
  /** Seconds. */
  readonly retry_after?: number;
}

/** The page that explains a code; see `serveErrorPages`. */
export function problemType(code: string): string {
  return `/errors/${code}`;
}

/** What the reader of this answer sees of a failure: never its cause, a stack, a query or a host. */
export function toProblem(
  error: AppError,
  request: { instance: string; requestId: string; language: Language },
): Problem {
  return {
    type: problemType(error.code),
    title: say(error.kind.title, request.language, error.params),
    status: error.kind.status,
    detail: error.detail(request.language),
    instance: request.instance,
    code: error.code,
    request_id: request.requestId,
    retryable: error.retryable,
    ...error.extensions,
    ...(error.issues && {
      errors: error.issues.map(({ path, message }) => ({ path, message: sayIssue(message, request.language) })),
    }),
    ...(error.retryAfter !== undefined && { retry_after: error.retryAfter }),
  };
}
