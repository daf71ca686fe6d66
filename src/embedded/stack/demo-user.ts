import { StartError } from '../start-error.js';

const EMAIL = 'demo@tradeflow.example';

/** The demo user's way in, as the API gave it. */
export interface DemoLogin {
  readonly email: string;
  readonly accessToken: string;
}

/** Logs the demo user in over HTTP, like any client; registers them the first time. */
export async function logInDemoUser(url: string, password: string): Promise<DemoLogin> {
  const login = await post(`${url}/api/v1/auth/login`, { email: EMAIL, password });
  const response = login.ok
    ? login
    : await post(`${url}/api/v1/auth/register`, { email: EMAIL, password, full_name: 'TradeFlow Demo' });
  const body = (await response.json()) as { access_token?: string; detail?: string };
  if (!response.ok || body.access_token === undefined) {
    throw new StartError(
      `The demo user could not log in (HTTP ${response.status}: ${body.detail ?? 'no reason given'}).`,
    );
  }
  return { email: EMAIL, accessToken: body.access_token };
}

function post(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
