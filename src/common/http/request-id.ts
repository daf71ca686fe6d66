import { type IncomingMessage, type ServerResponse } from 'node:http';
import { newId } from '../ids.js';

const HEADER = 'X-Request-Id';

/** What a caller may choose as its own id: it ends up in logs, so no spaces, quotes or control characters. */
const ACCEPTABLE = /^[\w.:-]{1,128}$/;

/**
 * The id of a request: the caller's own `X-Request-Id` where it is a sane word, else a new one. The first call settles it
 * by writing the answer's header; every later call reads that header, so logs, problems and the caller agree.
 */
export function requestId(request: IncomingMessage, response: ServerResponse): string {
  const settled = response.getHeader(HEADER);
  if (typeof settled === 'string') return settled;
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && ACCEPTABLE.test(sent) ? sent : newId();
  if (!response.headersSent) response.setHeader(HEADER, id);
  return id;
}
