import { Client } from 'pg';
import { migrations } from '../../migrations/index.js';
import { migrate } from '../../src/database/index.js';
import { makeNewRun } from '../factories/new-run.js';
import { createEmptyDatabase, type EmptyDatabase } from './support/own-database.js';

/** What came before the index that forbids two runs at work in a conversation. */
const BEFORE = migrations.slice(
  0,
  migrations.findIndex(({ name }) => name.startsWith('NeverTwoAtWork')),
);

describe('the migration to never two runs at work', () => {
  let own: EmptyDatabase;
  let client: Client;

  beforeEach(async () => {
    own = await createEmptyDatabase('at_work');
    client = new Client(own.url);
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await own.drop();
  });

  const runningIn = async (conversationId: string) => {
    const { id, userId, sessionId, message, language, timeoutMs } = makeNewRun();
    await client.query(
      `INSERT INTO runs (id, user_id, conversation_id, session_id, message, language, timeout_ms, status, attempts, fence, started_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'running', 1, 1, now())`,
      [id, userId, conversationId, sessionId, message, language, timeoutMs],
    );
    return id;
  };

  it('should leave the oldest of several at work, and have the others wait without their workers', async () => {
    await migrate(own.url, 'up', { migrations: BEFORE });
    const { conversationId } = makeNewRun();
    const [alone, oldest] = [await runningIn(makeNewRun().conversationId), await runningIn(conversationId)];
    const others = [await runningIn(conversationId), await runningIn(conversationId)];

    await migrate(own.url);

    const { rows } = await client.query(
      'SELECT id, status, attempts, fence, started_at IS NOT NULL AS began FROM runs ORDER BY id',
    );
    expect(rows).toEqual([
      ...[alone, oldest].map((id) => ({ id, status: 'running', attempts: 1, fence: 1, began: true })),
      ...others.map((id) => ({ id, status: 'queued', attempts: 1, fence: 2, began: false })),
    ]);
    await expect(runningIn(conversationId)).rejects.toThrow('runs_at_work');
  });
});
