import { randomUUID } from 'node:crypto';
import { type Json, parseJson } from './json.js';

/** An answer of the API, read to its end. `json` is undefined when the body is none. */
export interface ApiResponse<T = Json> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: T;
}

export interface ApiRequest {
  readonly method?: string;
  /** Sent as JSON; a string is sent as it is, for bodies that are none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the client's own token; null sends none. */
  readonly token?: string | null;
}

/** A user who was registered for one spec. */
export interface TestUser {
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Talks to an API process as a client would: over HTTP and by the contract, nothing else. */
export class ApiClient {
  constructor(
    readonly origin: string = process.env.TEST_API_URL ?? '',
    private readonly token: string | null = null,
  ) {}

  /** The same API, as that user. */
  as(user: Pick<TestUser, 'accessToken'>): ApiClient {
    return new ApiClient(this.origin, user.accessToken);
  }

  /** The same user at another API process. */
  at(origin: string): ApiClient {
    return new ApiClient(origin, this.token);
  }

  /** The headers that prove who asks, for a client of another kind such as `openSse`. */
  get authorization(): Record<string, string> {
    return this.token === null ? {} : { authorization: `Bearer ${this.token}` };
  }

  /** `path` is below `/api/v1`, or whole when it starts with `//`, e.g. `//health`. */
  url(path: string): string {
    return path.startsWith('//') ? `${this.origin}${path.slice(1)}` : `${this.origin}/api/v1${path}`;
  }

  get<T = Json>(path: string, request: ApiRequest = {}): Promise<ApiResponse<T>> {
    return this.request<T>(path, request);
  }

  post<T = Json>(path: string, body?: unknown, request: ApiRequest = {}): Promise<ApiResponse<T>> {
    return this.request<T>(path, { method: 'POST', body, ...request });
  }

  async request<T = Json>(path: string, { method, body, headers, token }: ApiRequest = {}): Promise<ApiResponse<T>> {
    const credential = token === undefined ? this.token : token;
    const response = await fetch(this.url(path), {
      method: method ?? 'GET',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(credential !== null && { authorization: `Bearer ${credential}` }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parseJson(text) };
  }

  /** Asks and waits for the whole answer (`stream: false`). */
  ask<T = Json>(message: string, options: Record<string, unknown> = {}, request: ApiRequest = {}) {
    return this.post<T>('/agent/query', { message, stream: false, ...options }, request);
  }
}

/** Registers somebody nobody else in the test run is. */
export async function registerUser(client = new ApiClient()): Promise<TestUser> {
  const email = `user-${randomUUID()}@tradeflow.example`;
  const password = `Correct-horse-7-${randomUUID().slice(0, 8)}`;
  const response = await client.post('/auth/register', { email, password, full_name: 'Test User' });
  if (response.status !== 201) throw new Error(`Registration answered ${response.status}: ${response.text}`);
  return {
    email,
    password,
    accessToken: response.json.access_token,
    refreshToken: response.json.refresh_token,
  };
}
