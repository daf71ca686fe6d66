import { ApiErrorCode } from './docs/error-code.js';

/** One refused field of a request. */
export class FieldIssueDto {
  /**
   * Where in the request: a JSON path, or the name of a query or path parameter.
   * @example files[2]
   */
  path!: string;

  /**
   * What is wrong with it, in the language of `Accept-Language`.
   * @example 'message must be shorter than or equal to 8000 characters'
   */
  message!: string;
}

/** Any error, as RFC 9457 `application/problem+json`. */
export class ProblemDto {
  /**
   * Relative URI of the page that explains the code.
   * @example /errors/VALIDATION_FAILED
   */
  type!: string;

  /**
   * What happened, in the language of `Accept-Language` (Chinese or English).
   * @example 'The request is not valid'
   */
  title!: string;

  /**
   * The HTTP status.
   * @example 422
   */
  status!: number;

  /**
   * What to do about it.
   * @example 'Correct the fields named in errors and send the request again.'
   */
  detail!: string;

  /**
   * The path that was asked for, without its query.
   * @example /api/v1/agent/query
   */
  instance!: string;

  /**
   * Stable word a program may switch on.
   * @example VALIDATION_FAILED
   */
  @ApiErrorCode()
  code!: string;

  /**
   * The id of this request, as in the header `X-Request-Id`. Tell it to support.
   * @example 0199c1f2-7d3a-7c55-9d0e-0a5f6f1f2b3c
   */
  request_id!: string;

  /**
   * Whether the very same request may succeed when it is sent again later, with the same headers too: a run that has failed
   * is never begun anew for the `Idempotency-Key` it was asked with.
   * @example false
   */
  retryable!: boolean;

  /**
   * The run that failed or was cancelled; its record is at the `Location` of the answer.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  run_id?: string;

  /**
   * Why the run was cancelled, with `RUN_CANCELLED`: `user`, `superseded` (a newer question, `on_busy: interrupt`),
   * `session_deleted`, `account_suspended` or `account_deleted`.
   * @example superseded
   */
  reason?: string;

  /**
   * The refused fields.
   * @example [{ "path": "files[2]", "message": "must be a file id" }]
   */
  errors?: FieldIssueDto[];

  /**
   * Seconds after which a retry makes sense; also in the header `Retry-After`.
   * @example 2
   */
  retry_after?: number;
}
