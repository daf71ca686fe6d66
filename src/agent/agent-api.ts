import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { addRateLimitHeaders, assertPermitted, CredentialWatch, type Principal, RateLimits } from '../auth/index.js';
import { SECOND } from '../common/clock.js';
import { AppError } from '../common/errors/app-error.js';
import { CommonErrors } from '../common/errors/common.errors.js';
import { requestId } from '../common/http/request-id.js';
import { detectLanguage } from '../common/i18n/language.js';
import { AppConfig } from '../config/index.js';
import { Conversations, isLogPosition, SessionErrors } from '../session/index.js';
import { annotateRequest } from '../telemetry/index.js';
import { AgentErrors } from './agent.errors.js';
import { AcceptedRunDto, locationOf } from './dto/accepted-run.dto.js';
import { type AskDto } from './dto/ask.dto.js';
import { QueryAnswerDto } from './dto/query-answer.dto.js';
import { answerDeleted, failureOf } from './run-failure.js';
import { type AcceptedRun } from './runs/accepted-run.js';
import { RunsService } from './runs/runs.service.js';
import { EventStreamResponse } from './streams/event-stream-response.js';
import { RunStreams } from './streams/run-streams.js';
import { Quotas } from './usage/quotas.js';

/** Stripe's and the IETF draft's limits for an Idempotency-Key. */
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

/** Answers over HTTP, in one of three ways; the same for /agent/query and for a message to a chat session. */
@Injectable()
export class AgentApi {
  constructor(
    private readonly runs: RunsService,
    private readonly streams: RunStreams,
    private readonly conversations: Conversations,
    private readonly limits: RateLimits,
    private readonly quotas: Quotas,
    private readonly credentials: CredentialWatch,
    private readonly config: AppConfig,
  ) {}

  async answer(body: AskDto, user: Principal, request: Request, response: Response): Promise<void> {
    const lastEventId = positionOf(request.get('Last-Event-ID'));
    const files = body.files ?? [];
    // An answer says what is in them: a key that may not read files may not ask about them either.
    if (files.length > 0) assertPermitted(user, 'files:read');
    const key = idempotencyKeyOf(request);
    const run = await this.runs.ask({
      userId: user.userId,
      message: body.message,
      language: body.language ?? detectLanguage(body.message),
      sessionId: body.session_id,
      onBusy: body.on_busy ?? 'enqueue',
      cache: body.cache ?? true,
      timeoutMs: this.timeoutOf(body),
      files,
      idempotencyKey: key,
      requestId: requestId(request, response),
      // Not before it is known to be new: who repeats a request after a lost answer pays nothing for it.
      beforeNew: async () => {
        await this.limits.take('query', request, response);
        return this.quotas.reserve(user.userId, (state) => addRateLimitHeaders(response, [state]));
      },
    });
    // A repetition was no question. Of what was taken there is nothing to give back.
    void this.limits.giveBack(request);
    if (prefersAsync(request)) this.acknowledge(run, response);
    // Of a run that was taken in just now nobody can have seen anything.
    else if (body.stream) await this.stream(run, run.queued === undefined ? lastEventId : undefined, user, response);
    else await this.wait(run, key !== undefined, response);
  }

  async followRun(id: string, lastEventId: string | undefined, user: Principal, response: Response): Promise<void> {
    const position = positionOf(lastEventId);
    const run = await this.runs.accepted(user.userId, id);
    if (!isHead(response)) return this.stream(run, position, user, response);
    assertKept(run, response);
    EventStreamResponse.answerHead(response);
  }

  /**
   * A session may be followed before its first question: it is made then. One who comes back was there before: where it is gone meanwhile it
   * was deleted, and whoever watched it must not bring it back. `HEAD` makes none either.
   * @throws AppError SESSION_NOT_FOUND
   */
  async followSession(
    sessionId: string,
    lastEventId: string | undefined,
    user: Principal,
    response: Response,
  ): Promise<void> {
    const position = positionOf(lastEventId);
    if (isHead(response) && position === undefined) {
      EventStreamResponse.answerHead(response);
      return;
    }
    const conversation =
      position === undefined
        ? await this.conversations.open(user.userId, sessionId)
        : await this.conversations.find(user.userId, sessionId);
    if (conversation === undefined) throw new AppError(SessionErrors.SESSION_NOT_FOUND);
    if (isHead(response)) EventStreamResponse.answerHead(response);
    else await this.streams.followSession(conversation, this.open(response, user), position);
  }

  /** 204 where nothing is left to be told: at that an EventSource gives up, while it would come back after any end of a stream. */
  private async stream(
    run: AcceptedRun,
    lastEventId: string | undefined,
    user: Principal,
    response: Response,
  ): Promise<void> {
    assertKept(run, response);
    const opened = await this.streams.followRun(run, () => this.open(response, user), lastEventId);
    if (!opened) response.status(204).end();
  }

  /** Milliseconds the client gives its question. @throws AppError VALIDATION_FAILED where it is more than anybody may */
  private timeoutOf({ timeout_seconds: seconds }: AskDto): number | undefined {
    const most = this.config.agent.maxTimeoutMs / SECOND;
    if (seconds !== undefined && seconds > most) {
      throw new AppError(CommonErrors.VALIDATION_FAILED, {
        issues: [{ path: 'timeout_seconds', message: `timeout_seconds must not be greater than ${most}` }],
      });
    }
    return seconds && seconds * SECOND;
  }

  private open(response: Response, user: Principal): EventStreamResponse {
    const stream = new EventStreamResponse(response, user.tokenExpiresAt);
    stream.onClose(this.credentials.onRevoked(user.credential.id, () => stream.end()));
    return stream;
  }

  private acknowledge(run: AcceptedRun, response: Response): void {
    const receipt = AcceptedRunDto.from(run);
    response.status(202).location(receipt.location).setHeader('Preference-Applied', 'respond-async').json(receipt);
  }

  private async wait(run: AcceptedRun, keyed: boolean, response: Response): Promise<void> {
    const left = new AbortController();
    response.once('close', () => left.abort());
    // The client may have left while the question was taken in.
    if (response.destroyed) return;
    const record = await this.streams.untilOver(run, left.signal);
    if (left.signal.aborted) return;
    if (record === undefined) throw new AppError(AgentErrors.RUN_NOT_FOUND);
    const failure = failureOf(record, keyed);
    if (failure) {
      response.location(locationOf(run));
      throw failure;
    }
    const answer = QueryAnswerDto.from(record);
    annotateRequest(response, { agent_query_time_ms: answer.duration_ms, cache_hit: answer.cache_hit });
    response.json(answer);
  }
}

/** What was deleted is told to nobody any more, though the log may hold it for a while. @throws AppError ANSWER_DELETED */
function assertKept(run: AcceptedRun, response: Response): void {
  if (!run.forgotten) return;
  response.location(locationOf(run));
  throw answerDeleted(run.id);
}

function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('Idempotency-Key');
  if (key !== undefined && !IDEMPOTENCY_KEY.test(key)) throw new AppError(AgentErrors.INVALID_IDEMPOTENCY_KEY);
  return key;
}

/** RFC 7240: preferences are a comma-separated list, and each may have parameters behind a semicolon. */
function prefersAsync(request: Request): boolean {
  return (request.get('Prefer') ?? '')
    .split(',')
    .some((preference) => preference.split(';', 1)[0]?.trim().toLowerCase() === 'respond-async');
}

/** An empty id is none: a client that has seen nothing yet may send it so. @throws AppError INVALID_LAST_EVENT_ID */
function positionOf(lastEventId: string | undefined): string | undefined {
  if (!lastEventId) return undefined;
  if (!isLogPosition(lastEventId)) throw new AppError(AgentErrors.INVALID_LAST_EVENT_ID);
  return lastEventId;
}

/** Express hands HEAD to the handler of GET. */
function isHead(response: Response): boolean {
  return response.req.method === 'HEAD';
}
