import { isIP } from 'node:net';
import { type Request } from 'express';

const USER_AGENT_LENGTH = 300;

/** Where a login comes from, so that its owner recognises it in a list. */
export interface Device {
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** The device behind a request. Both values come from the client or a proxy, so neither is trusted to be well-formed. */
export function deviceOf(request: Request): Device {
  return {
    userAgent: request.get('user-agent')?.slice(0, USER_AGENT_LENGTH) ?? null,
    ipAddress: request.ip !== undefined && isIP(request.ip) ? request.ip : null,
  };
}
