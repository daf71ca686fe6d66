import { RunEffectsRepository } from '../../src/agent/runs/run-effects.repository.js';
import { RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { makeNewRun } from '../factories/new-run.js';
import { createOwnDatabase, type OwnDatabase } from './support/own-database.js';

describe('the records of runs', () => {
  let own: OwnDatabase;
  let runs: RunsRepository;

  beforeAll(async () => {
    own = await createOwnDatabase('records', [RunEntity, ConversationEntity, MessageEntity]);
    runs = new RunsRepository(own.database, new PostgresConversations(own.database));
  });
  afterAll(() => own.drop());

  describe('of what tools returned', () => {
    let sut: RunEffectsRepository;
    let run: RunEntity;

    beforeAll(() => {
      sut = new RunEffectsRepository(own.database);
    });
    beforeEach(async () => {
      const asked = makeNewRun();
      await runs.create(asked);
      run = (await runs.begin(asked.id, 'model')) as RunEntity;
    });

    it('should be kept once when the bearer of the fence records it, whatever is recorded after', async () => {
      expect(await sut.keep(run.id, run.fence, 'effect', { found: 1 })).toBe(true);
      expect(await sut.keep(run.id, run.fence, 'effect', { found: 2 })).toBe(true);

      expect([...(await sut.of(run.id))]).toEqual([['effect', { found: 1 }]]);
    });

    it('should be refused, and nothing kept, when a newer attempt has the run', async () => {
      await runs.begin(run.id, 'model');

      expect(await sut.keep(run.id, run.fence, 'effect', { found: 1 })).toBe(false);

      expect((await sut.of(run.id)).size).toBe(0);
    });

    it('should be refused, and nothing kept, when the run is over', async () => {
      await own.database.query("UPDATE runs SET status = 'failed', finished_at = now() WHERE id = $1", [run.id]);

      expect(await sut.keep(run.id, run.fence, 'effect', { found: 1 })).toBe(false);

      expect((await sut.of(run.id)).size).toBe(0);
    });
  });

  describe('by their Idempotency-Key', () => {
    const MINUTES_OF_A_DAY = 24 * 60;
    const recorded = async (minutesAgo: number) => {
      const run = makeNewRun({ idempotencyKey: 'key' });
      await runs.create(run);
      const age = `created_at = now() - make_interval(mins => $2)`;
      await own.database.query(`UPDATE runs SET ${age} WHERE id = $1`, [run.id, minutesAgo]);
      return run;
    };

    it('should be found when the key was used a little less than 24 hours ago, and keep the key from others', async () => {
      const { id, userId } = await recorded(MINUTES_OF_A_DAY - 1);

      expect(await runs.findByIdempotencyKey(userId, 'key')).toMatchObject({ id });
      expect(await runs.create(makeNewRun({ userId, idempotencyKey: 'key' }))).toBe(false);
    });

    it('should not be found when the key was used a little more than 24 hours ago, and leave it to a new run', async () => {
      const { id, userId } = await recorded(MINUTES_OF_A_DAY + 1);

      expect(await runs.findByIdempotencyKey(userId, 'key')).toBeUndefined();

      const next = makeNewRun({ userId, idempotencyKey: 'key' });
      expect(await runs.create(next)).toBe(true);
      expect(await runs.findByIdempotencyKey(userId, 'key')).toMatchObject({ id: next.id });
      expect(await runs.get(id)).toMatchObject({ id, idempotencyKey: null });
    });
  });
});
