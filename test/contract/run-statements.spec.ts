import { type DataSource } from 'typeorm';
import { KEEP } from '../../src/agent/runs/run-effects.repository.js';
import { BEGIN, CREATE, FINISH, finishWithTurn, SETTLE } from '../../src/agent/runs/run-statements.js';
import { OPEN, OPEN_FOLLOWED } from '../../src/session/drivers/postgres/postgres-opening.js';
import { COMMIT_TURN, TURN_PART } from '../../src/session/drivers/postgres/postgres-turns.js';
import { createOwnDatabase } from './support/own-database.js';

/** Its plans are made once and kept: what is planned badly on empty tables is slow when they are full. */
describe('the statements of a run, planned for a new installation', () => {
  let database: DataSource;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ database, drop } = await createOwnDatabase('plans'));
  });
  afterAll(() => drop());

  const planOf = async (text: string) => {
    const rows = await database.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (GENERIC_PLAN) ${text}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  const FINISH_WITH_TURN = finishWithTurn(TURN_PART);
  it.each(Object.entries({ BEGIN, FINISH, FINISH_WITH_TURN, SETTLE, KEEP, COMMIT_TURN }))(
    'should find their rows by an index of the id: %s',
    async (_name, { text }) => {
      const plan = await planOf(text);

      expect(plan).toMatch(/Index (Only )?Scan using \w+_pkey/);
      expect(plan).not.toMatch(/Seq Scan on (runs|run_effects|conversations|messages)/);
      expect(plan).not.toMatch(/Bitmap Index Scan on (?!\w+_pkey)/);
      expect(plan).not.toContain('conversations_recent');
    },
  );

  it('should find the other runs of a conversation by an index of those that are not over when there is a new one', async () => {
    expect(await planOf(CREATE.text)).toMatch(/Scan (using|on) runs_standing/);
  });

  it('should find the run at work by an index of those that are when another one begins', async () => {
    expect(await planOf(BEGIN.text)).toMatch(/Scan (using|on) runs_at_work/);
  });

  it.each(Object.entries({ OPEN, OPEN_FOLLOWED }))(
    'should find one of many conversations by what its user calls it: %s',
    async (_name, { text }) => {
      await database.query(
        `INSERT INTO conversations (id, user_id, session_id)
         SELECT gen_random_uuid(), $1, gen_random_uuid() FROM generate_series(1, 200)`,
        ['00000000-0000-4000-8000-000000000001'],
      );
      // Which PostgreSQL does by itself by then, and plans anew.
      await database.query('ANALYZE conversations');

      const plan = await planOf(text);

      expect(plan).toContain('Index Scan using conversations_name');
      expect(plan).not.toMatch(/(Seq|Heap) Scan on conversations/);
    },
  );
});
