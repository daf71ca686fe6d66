import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { MailServer } from '../fakes/smtp/mail-server.js';
import { ApiClient, type ApiResponse, registerUser } from '../support/api-client.js';
import { type ServerProcess, startServer } from '../support/processes.js';
import { othersWait } from '../support/row-waiters.js';

const PASSWORD = 'quiet-harbour-41';
const ANOTHER = 'someone-elses-77';
const address = () => `${randomUUID()}@tradeflow.example`;
const problemOf = ({ status, json }: ApiResponse) => ({ status, code: json?.code });

/** Where an address must be verified, and somebody else may have registered it, too. */
describe('an address that two want', () => {
  let mails: MailServer;
  let server: ServerProcess;
  let sut: ApiClient;
  let database: Client;
  beforeAll(async () => {
    mails = await MailServer.start();
    server = await startServer('api', { SMTP_URL: mails.url });
    sut = new ApiClient(server.url);
    database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
  });
  afterAll(async () => {
    await server.stop();
    await mails.stop();
    await database.end();
  });

  const logIn = (email: string, password: string, api = sut) => api.post('/auth/login', { email, password });
  /** Registers the address. @returns the secret of the mail's link. */
  const register = async (email: string) => {
    expect((await sut.post('/auth/register', { email, password: PASSWORD })).status).toBe(202);
    return (await mails.waitFor(email, /^Confirm/)).token;
  };

  it('should not be verified with a password that came after the link', async () => {
    const email = address();
    const token = await register(email);

    await database.query('BEGIN');
    await database.query('SELECT FROM users WHERE email = $1 FOR UPDATE', [email]);
    const again = sut.post('/auth/register', { email, password: ANOTHER });
    await othersWait(database, 1);
    const verifying = sut.post('/auth/email/verify', { token });
    await othersWait(database, 2);
    await database.query('COMMIT');
    await again;

    expect(problemOf(await verifying)).toEqual({ status: 400, code: 'EMAIL_TOKEN_INVALID' });
    expect(problemOf(await logIn(email, ANOTHER))).toEqual({ status: 403, code: 'EMAIL_NOT_VERIFIED' });
  });

  it('should stay with who uses it since before addresses had to be verified', async () => {
    const optional = new ApiClient();
    const { email, password } = await registerUser(optional);

    const again = await sut.post('/auth/register', { email, password: ANOTHER });

    expect(again.status).toBe(202);
    expect((await mails.waitFor(email, /./)).subject).toBe('You have an account already');
    expect((await logIn(email, ANOTHER, optional)).status).toBe(401);
    expect((await logIn(email, password, optional)).status).toBe(200);
  });

  it('should get one link of many that are asked for at once', async () => {
    const email = address();
    await sut.post('/auth/email/verify', { token: await register(email) });

    await Promise.all(Array.from({ length: 8 }, () => sut.post('/auth/password/forgot', { email })));
    await mails.waitFor(email, /^Set a new password/);
    await register(address()); // Its mail goes out after those before it.

    expect(mails.to(email).filter(({ subject }) => subject === 'Set a new password')).toHaveLength(1);
    const { rows } = await database.query(
      'SELECT FROM email_tokens t JOIN users u ON u.id = t.user_id WHERE u.email = $1',
      [email],
    );
    expect(rows).toHaveLength(1);
  });
});
