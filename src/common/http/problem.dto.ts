/** One refused field of a request. */
export class FieldIssueDto {
  /**
   * Where in the request: a JSON path, or the name of a query or path parameter.
   * @example files[2]
   */
  path!: string;

  /**
   * What is wrong with it.
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
  code!: string;

  /**
   * The id of this request, as in the header `X-Request-Id`. Tell it to support.
   * @example 0199c1f2-7d3a-7c55-9d0e-0a5f6f1f2b3c
   */
  request_id!: string;

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
