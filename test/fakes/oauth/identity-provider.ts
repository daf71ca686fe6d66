import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Somebody with an account at both providers. */
export interface ProviderAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly verified: boolean;
}

/** How the provider behaves; everything undefined is as it should be. */
export interface Misbehaviour {
  /** The user presses "Cancel". */
  readonly denies?: boolean;
  /** The token endpoint is broken: status 500, or a page instead of JSON. */
  readonly tokenEndpoint?: 'fails' | 'garbage';
  /** The profile endpoint is broken. */
  readonly profile?: 'fails' | 'garbage';
  /** The id token of another login. */
  readonly nonce?: string;
  readonly audience?: string;
}

interface Grant {
  readonly account: ProviderAccount;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | null;
}

export const CLIENT = { id: 'tradeflow-client', secret: 'client-secret-of-the-system-tests' };

/**
 * Stands for Google and GitHub: their endpoints, the true form of their answers and errors, and the checks they make:
 * client, redirect URI, single use of a code, PKCE.
 */
export class IdentityProvider {
  account: ProviderAccount = { id: '1', name: 'Nobody', email: 'nobody@example.com', verified: true };
  misbehaviour: Misbehaviour = {};
  /** The query of every authorization request. */
  readonly authorizations: URLSearchParams[] = [];
  private readonly codes = new Map<string, Grant>();
  private readonly tokens = new Map<string, ProviderAccount>();
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<IdentityProvider> {
    const provider = new IdentityProvider();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /o/oauth2/v2/auth':
      case 'GET /login/oauth/authorize':
        return this.authorize(url.searchParams, response);
      case 'POST /token':
        return this.googleToken(form, response);
      case 'POST /login/oauth/access_token':
        return this.gitHubToken(form, response);
      case 'GET /v1/userinfo':
      case 'GET /api/v3/user':
      case 'GET /api/v3/user/emails':
        return this.profile(url.pathname, request, response);
      default:
        return send(response, 404, 'text/html', '<h1>Not Found</h1>');
    }
  }

  private authorize(query: URLSearchParams, response: ServerResponse): void {
    this.authorizations.push(query);
    const redirectUri = query.get('redirect_uri') ?? '';
    const complete =
      query.get('client_id') === CLIENT.id &&
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256' &&
      query.get('state') &&
      redirectUri.includes('/api/v1/auth/oauth/');
    if (!complete) return send(response, 400, 'text/html', '<h1>Error 400: invalid_request</h1>');
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    if (this.misbehaviour.denies) {
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_description', 'The user has denied your application access.');
    } else {
      const code = `4/${randomBytes(24).toString('base64url')}`;
      const [challenge, nonce] = [query.get('code_challenge') ?? '', query.get('nonce')];
      this.codes.set(code, { account: this.account, redirectUri, challenge, nonce });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  private googleToken(form: URLSearchParams, response: ServerResponse): void {
    if (this.brokenTokenEndpoint(response)) return;
    const grant = this.redeem(form);
    if (typeof grant === 'string') {
      const body = { error: grant, error_description: 'Malformed auth code.' };
      return send(response, grant === 'invalid_client' ? 401 : 400, 'application/json', JSON.stringify(body));
    }
    const claims = {
      iss: 'https://accounts.google.com',
      azp: CLIENT.id,
      aud: this.misbehaviour.audience ?? CLIENT.id,
      sub: grant.account.id,
      email: grant.account.email,
      email_verified: grant.account.verified,
      nonce: this.misbehaviour.nonce ?? grant.nonce,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 3599,
    };
    const body = {
      access_token: this.issue(grant.account),
      expires_in: 3599,
      scope: 'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile',
      token_type: 'Bearer',
      id_token: [{ alg: 'RS256', typ: 'JWT' }, claims, 'signature']
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.'),
    };
    send(response, 200, 'application/json; charset=utf-8', JSON.stringify(body));
  }

  /** GitHub answers its errors with 200, and everything as a form unless asked otherwise. */
  private gitHubToken(form: URLSearchParams, response: ServerResponse): void {
    if (this.brokenTokenEndpoint(response)) return;
    const grant = this.redeem(form);
    const answer: Record<string, string> =
      typeof grant === 'string'
        ? { error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' }
        : { access_token: this.issue(grant.account), scope: 'read:user,user:email', token_type: 'bearer' };
    const body = new URLSearchParams(answer).toString();
    send(response, 200, 'application/x-www-form-urlencoded; charset=utf-8', body);
  }

  private profile(path: string, request: IncomingMessage, response: ServerResponse): void {
    const account = this.tokens.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (this.misbehaviour.profile === 'fails') return send(response, 503, 'text/html', '<h1>Unicorn!</h1>');
    if (this.misbehaviour.profile === 'garbage') return send(response, 200, 'text/html', '<h1>Welcome</h1>');
    if (!account) return send(response, 401, 'application/json', '{"message":"Bad credentials"}');
    const { id, name, email, verified } = account;
    const bodies: Record<string, unknown> = {
      '/v1/userinfo': { sub: id, name, email, email_verified: verified, picture: 'https://example.com/p.jpg' },
      '/api/v3/user': { id: Number(id), login: name.toLowerCase().replaceAll(' ', '-'), name, email: null },
      '/api/v3/user/emails': [
        { email: 'old@example.com', primary: false, verified: true, visibility: null },
        { email, primary: true, verified, visibility: 'private' },
      ],
    };
    send(response, 200, 'application/json; charset=utf-8', JSON.stringify(bodies[path]));
  }

  /** @returns the grant, or the word of RFC 6749 for what is wrong. */
  private redeem(form: URLSearchParams): Grant | string {
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret) return 'invalid_client';
    const code = form.get('code') ?? '';
    const grant = this.codes.get(code);
    this.codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const holds = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri');
    return holds ? grant : 'invalid_grant';
  }

  private brokenTokenEndpoint(response: ServerResponse): boolean {
    const { tokenEndpoint } = this.misbehaviour;
    if (tokenEndpoint === 'fails') send(response, 500, 'text/html', '<h1>500</h1>');
    if (tokenEndpoint === 'garbage') send(response, 200, 'text/html', '<h1>Welcome</h1>');
    return tokenEndpoint !== undefined;
  }

  private issue(account: ProviderAccount): string {
    const token = `ya29.${randomBytes(24).toString('base64url')}`;
    this.tokens.set(token, account);
    return token;
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
