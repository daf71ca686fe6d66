import { type LlmResponse } from '@google/adk';
import { AppError } from '../../../../common/errors/app-error.js';
import { toAppError } from '../../../../common/errors/to-app-error.js';
import { AgentModelErrors } from '../../../agent-model.errors.js';
import { readGoogleError } from './google-error.js';
import { OpenAiError } from './openai/openai-error.js';

/** How undici, Node and the genai stream reader word a connection that failed or broke off. */
const CONNECTION =
  /fetch failed|terminated|other side closed|socket hang up|Incomplete JSON segment|Response body is empty|AbortError/i;
const CONNECTION_CODES = /^(ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR_)/;
const TOO_LARGE =
  /token count.{0,40}exceed|exceeds the maximum number of tokens|context (length|window)|context_length|request payload size exceeds/i;

/** Finish reasons that mean "cut for what it says", beyond the model's own fault. */
const SAFETY_REASONS = new Set([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
]);

/** Statuses of a server that may take the same request in a moment. A rate limit (429) is left to the run's own retry, which waits as asked. */
const PASSING = new Set([408, 500, 502, 503, 504, 529]);

/** The prompt was refused before the model wrote anything (`promptFeedback.blockReason`). */
export class PromptBlockedError extends Error {
  constructor(readonly reason: string) {
    super(`The prompt was blocked: ${reason}`);
    this.name = 'PromptBlockedError';
  }
}

/** The stream ended in good order but before the model said that it had finished. */
export class CutStreamError extends Error {
  constructor() {
    super('The stream of the model ended without a finish reason.');
    this.name = 'CutStreamError';
  }
}

/** The model called a function with what is no JSON. */
export class GarbledCallError extends Error {
  constructor(cause: Error) {
    super('The model called a function with arguments that cannot be read.', { cause });
    this.name = 'GarbledCallError';
  }
}

/** The registered error for whatever a model threw. What is not the model's failure becomes what `toAppError` says. */
export function toModelError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof PromptBlockedError) return blocked(thrown.reason, thrown);
  if (thrown instanceof CutStreamError) return new AppError(AgentModelErrors.MODEL_UNAVAILABLE, { cause: thrown });
  if (thrown instanceof GarbledCallError)
    return new AppError(AgentModelErrors.MODEL_INVALID_RESPONSE, { cause: thrown });
  if (thrown instanceof OpenAiError) return fromOpenAi(thrown);
  const google = readGoogleError(thrown);
  if (google) return fromStatus(google, thrown);
  if (isConnectionFailure(thrown)) return new AppError(AgentModelErrors.MODEL_UNAVAILABLE, { cause: thrown });
  return toAppError(thrown);
}

/** Whether the model's server refused what it may take in a moment. */
export function mayPass(thrown: unknown): boolean {
  const status = thrown instanceof OpenAiError ? thrown.status : readGoogleError(thrown)?.status;
  return status !== undefined && PASSING.has(status);
}

/** The registered error for a response that says the model stopped before it had answered; undefined for a healthy one. */
export function refusalOf(response: LlmResponse): AppError | undefined {
  const reason = response.errorCode;
  if (reason === undefined || reason === 'STOP') return undefined;
  const cause = new Error(`${reason}: ${response.errorMessage ?? 'no message'}`);
  if (reason === 'MAX_TOKENS') return new AppError(AgentModelErrors.MODEL_ANSWER_TOO_LONG, { cause });
  if (SAFETY_REASONS.has(reason)) return blocked(reason, cause);
  return new AppError(AgentModelErrors.MODEL_INVALID_RESPONSE, { cause });
}

function blocked(reason: string, cause: unknown): AppError {
  return new AppError(AgentModelErrors.MODEL_BLOCKED, { params: { reason }, cause });
}

function fromOpenAi(error: OpenAiError): AppError {
  const { status, message, code, retryAfter } = error;
  if (code === 'content_filter' || code === 'content_policy_violation') return blocked(code, error);
  return fromStatus({ status, message: `${code ?? ''} ${message}`, reason: undefined, retryAfter }, error);
}

function fromStatus(failure: NonNullable<ReturnType<typeof readGoogleError>>, cause: unknown): AppError {
  const { status, message, reason, retryAfter } = failure;
  if (status === 400 && (reason === 'API_KEY_INVALID' || /API key (not valid|expired)/i.test(message))) {
    return new AppError(AgentModelErrors.MODEL_UNAUTHORIZED, { cause });
  }
  if (status === 413 || (status === 400 && TOO_LARGE.test(message)))
    return new AppError(AgentModelErrors.CONTEXT_TOO_LARGE, { cause });
  if (status === 401 || status === 403) return new AppError(AgentModelErrors.MODEL_UNAUTHORIZED, { cause });
  if (status === 404) return new AppError(AgentModelErrors.MODEL_NOT_FOUND, { cause });
  if (status === 429) return new AppError(AgentModelErrors.MODEL_RATE_LIMITED, { cause, retryAfter: retryAfter ?? 60 });
  if (status === 408 || status >= 500)
    return new AppError(AgentModelErrors.MODEL_OVERLOADED, { cause, retryAfter: retryAfter ?? 5 });
  return new AppError(AgentModelErrors.MODEL_INVALID_REQUEST, { cause });
}

/** By their looks: errors of `fetch` may come from another realm, and time-outs are no `Error` at all in some. */
function isConnectionFailure(thrown: unknown, depth = 0): boolean {
  if (typeof thrown !== 'object' || thrown === null || depth > 3) return false;
  const { name, message, code, cause } = thrown as {
    name?: unknown;
    message?: unknown;
    code?: unknown;
    cause?: unknown;
  };
  return (
    name === 'TimeoutError' ||
    // The genai client's own time limit, or our abort, after which nobody asks for the error.
    name === 'AbortError' ||
    CONNECTION.test(String(message)) ||
    CONNECTION_CODES.test(String(code)) ||
    isConnectionFailure(cause, depth + 1)
  );
}
