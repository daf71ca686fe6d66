import { execFile } from 'node:child_process';
import path from 'node:path';
import { ApiClient, registerUser, type TestUser } from './api-client.js';

/** What came of a command. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run admin` as it is shipped, on the shared stores. */
export function runAdminCommand(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const program = path.resolve(import.meta.dirname, '../../dist/programs/admin.js');
  const env = {
    PATH: process.env.PATH,
    ENVIRONMENT: 'test',
    SECRET_KEY: 'secret-key-of-the-system-tests-1234567890',
    POSTGRES_URL: process.env.TEST_POSTGRES_URL,
    REDIS_URL: process.env.TEST_REDIS_URL,
    ...settings,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { env }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Registers an administrator nobody else in the test run is. */
export async function registerAdmin(client = new ApiClient()): Promise<TestUser> {
  const user = await registerUser(client);
  const { exitCode, stderr } = await runAdminCommand(['grant', user.email]);
  if (exitCode !== 0) throw new Error(`The grant failed: ${stderr}`);
  const { json } = await client.post('/auth/login', { email: user.email, password: user.password });
  return { ...user, accessToken: json.access_token, refreshToken: json.refresh_token };
}
