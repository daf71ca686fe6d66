import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type Language, negotiateLanguage } from '../../common/i18n/language.js';
import { requestId } from '../../common/http/request-id.js';

const USER_AGENT_LENGTH = 300;

/** Where a request comes from, for the list of logins and the audit log. */
export interface RequestOrigin {
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly requestId: string | null;
  /** For the mails that follow from the request. */
  readonly language: Language;
}

/** The origin of a request. All of it comes from the client or a proxy, so nothing is trusted to be well-formed. */
export function originOf(request: Request, response: Response): RequestOrigin {
  return {
    userAgent: request.get('user-agent')?.slice(0, USER_AGENT_LENGTH) ?? null,
    ipAddress: request.ip !== undefined && isIP(request.ip) ? request.ip : null,
    requestId: requestId(request, response),
    language: negotiateLanguage(request.get('accept-language')),
  };
}

/** Where this request comes from. */
export const Origin = createParamDecorator((_data: undefined, context: ExecutionContext): RequestOrigin => {
  const http = context.switchToHttp();
  return originOf(http.getRequest<Request>(), http.getResponse<Response>());
});
