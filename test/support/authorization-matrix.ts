import { type Permission } from '../../src/auth/index.js';

/** What one user has, for others to reach for. */
export interface Belongings {
  readonly login: string;
  readonly apiKey: string;
  readonly run: string;
  readonly session: string;
  readonly message: string;
  readonly file: string;
  readonly upload: string;
}

/** Who may use a route. */
export interface RouteRule {
  readonly access: 'public' | Permission;
  /** Whose id stands in the path; another user's is answered with 404, never 403 (OWASP API1:2023). */
  readonly object?: keyof Belongings;
  /** A body that another user's object is tried with, where the route asks for one. */
  readonly body?: unknown;
  /** The route ends the login or account of who uses it. */
  readonly endsLogin?: true;
}

const ID = '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10';

/** The path of a route with something in the place of each parameter. */
export function pathFor(pattern: string, rule: RouteRule, belongings: Partial<Belongings> = {}): string {
  const own = rule.object && belongings[rule.object];
  return pattern.replace(/:(\w+)/g, (_parameter, name: string) => (name === 'provider' ? 'google' : (own ?? ID)));
}

/** Every route there is. A test fails when one is missing here, or stands here with another permission than in the code. */
export const MATRIX: Readonly<Record<string, RouteRule>> = {
  'POST /auth/register': { access: 'public' },
  'POST /auth/login': { access: 'public' },
  'POST /auth/refresh': { access: 'public' },
  'POST /auth/password/forgot': { access: 'public' },
  'POST /auth/password/reset': { access: 'public' },
  'POST /auth/email/verify': { access: 'public' },
  'POST /auth/email/verification': { access: 'public' },
  'GET /auth/providers': { access: 'public' },
  'GET /auth/oauth/:provider': { access: 'public' },
  'GET /auth/oauth/:provider/callback': { access: 'public' },
  'POST /auth/oauth/exchange': { access: 'public' },
  'GET /.well-known/jwks.json': { access: 'public' },

  'GET /auth/me': { access: 'account:read' },
  'PATCH /auth/me': { access: 'account:write' },
  'POST /auth/me/delete': { access: 'account:write' },
  'POST /auth/password': { access: 'account:write' },
  'POST /auth/email': { access: 'account:write' },
  'POST /auth/logout': { access: 'account:write', endsLogin: true },
  'POST /auth/logout-all': { access: 'account:write', endsLogin: true },
  'GET /auth/logins': { access: 'account:read' },
  'DELETE /auth/logins/:id': { access: 'account:write', object: 'login' },
  'GET /auth/api-keys': { access: 'account:write' },
  'POST /auth/api-keys': { access: 'account:write' },
  'DELETE /auth/api-keys/:id': { access: 'account:write', object: 'apiKey' },
  'POST /auth/oauth/:provider/link': { access: 'account:write' },
  'POST /auth/oauth/link': { access: 'account:write' },
  'GET /auth/identities': { access: 'account:read' },
  'DELETE /auth/identities/:provider': { access: 'account:write' },
  'GET /auth/audit': { access: 'account:read' },
  'POST /auth/stream-ticket': { access: 'agent:read' },

  'GET /admin/audit': { access: 'admin:audit' },
  'GET /admin/users': { access: 'admin:users' },
  'GET /admin/users/:id': { access: 'admin:users' },
  'POST /admin/users/:id/suspend': { access: 'admin:users' },
  'POST /admin/users/:id/restore': { access: 'admin:users' },
  'DELETE /admin/users/:id/logins': { access: 'admin:users' },
  'GET /admin/users/:id/usage': { access: 'admin:users' },

  'POST /agent/query': { access: 'agent:query' },
  'GET /agent/stream': { access: 'agent:read' },
  'GET /agent/runs': { access: 'agent:read' },
  'GET /agent/runs/:id': { access: 'agent:read', object: 'run' },
  'GET /agent/runs/:id/events': { access: 'agent:read', object: 'run' },
  'POST /agent/runs/:id/cancel': { access: 'agent:query', object: 'run' },
  'DELETE /agent/cache': { access: 'agent:query' },
  'GET /agent/tools': { access: 'agent:read' },
  'GET /agent/models': { access: 'agent:read' },
  'GET /agent/usage': { access: 'agent:read' },

  'GET /chat/sessions': { access: 'chat:read' },
  'POST /chat/sessions': { access: 'chat:write' },
  'GET /chat/sessions/:session_id': { access: 'chat:read', object: 'session' },
  'PATCH /chat/sessions/:session_id': { access: 'chat:write', object: 'session', body: { title: 'Mine now' } },
  'DELETE /chat/sessions/:session_id': { access: 'chat:write', object: 'session' },
  'GET /chat/sessions/:session_id/messages': { access: 'chat:read', object: 'session' },
  // A session's name is its user's own word: another user's question makes another session of the same name.
  'POST /chat/sessions/:session_id/messages': { access: 'agent:query' },
  'GET /chat/sessions/:session_id/export': { access: 'chat:read', object: 'session' },
  'GET /chat/search': { access: 'chat:read' },
  'PUT /chat/messages/:id/feedback': { access: 'chat:write', object: 'message', body: { rating: 'down' } },

  'POST /files': { access: 'files:write' },
  'GET /files': { access: 'files:read' },
  'GET /files/:id': { access: 'files:read', object: 'file' },
  'GET /files/:id/content': { access: 'files:read', object: 'file' },
  'GET /files/:id/url': { access: 'files:read', object: 'file' },
  'GET /files/:id/preview': { access: 'files:read', object: 'file' },
  'GET /files/:id/thumbnail': { access: 'files:read', object: 'file' },
  'DELETE /files/:id': { access: 'files:write', object: 'file' },
  'POST /files/uploads': { access: 'files:write' },
  'POST /files/uploads/:upload_id/complete': { access: 'files:write', object: 'upload' },
  // The signature in the path is the proof.
  'GET /files/objects/:token': { access: 'public' },
  'PUT /files/objects/:token': { access: 'public' },

  'GET /health': { access: 'public' },
  'GET /health/liveness': { access: 'public' },
  'GET /health/readiness': { access: 'public' },
  'GET /health/detailed': { access: 'public' },
};
