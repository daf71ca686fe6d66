import { Client } from 'pg';
import { RunEffectsRepository } from '../../src/agent/runs/run-effects.repository.js';
import { RunEntity } from '../../src/agent/runs/run.entity.js';
import { RunsRepository } from '../../src/agent/runs/runs.repository.js';
import { ConversationEntity } from '../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../src/session/drivers/postgres/message.entity.js';
import { PostgresConversations } from '../../src/session/drivers/postgres/postgres-conversations.js';
import { makeNewRun } from '../factories/new-run.js';
import { othersWait } from '../support/row-waiters.js';
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

  it('should be lost to its worker when it is to be cancelled, over, another’s by now, or erased with its account', async () => {
    const [kept, flagged, over, seized, erased] = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const asked = makeNewRun();
        await runs.create(asked);
        return (await runs.begin(asked.id, 'model')) as RunEntity;
      }),
    );
    const all = [kept, flagged, over, seized, erased].filter((run) => run !== undefined);
    await runs.requestCancel(flagged?.id ?? '', 'user');
    await own.database.query("UPDATE runs SET status = 'failed', finished_at = now() WHERE id = $1", [over?.id]);
    await runs.seize(seized?.id ?? '', 1);
    await runs.deleteAllOf(erased?.userId ?? '');

    const lost = await runs.lost(new Map(all.map(({ id, fence }) => [id, fence])));

    expect(new Map(lost.map(({ id, cancelled }) => [id, cancelled]))).toEqual(
      new Map([
        [flagged?.id, true],
        [over?.id, false],
        [seized?.id, false],
        [erased?.id, false],
      ]),
    );
    expect(await Promise.all(all.map(({ id, fence }) => runs.isBearer(id, fence)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  describe('of one conversation', () => {
    const recorded = async (asked = makeNewRun()) => {
      await runs.create(asked);
      return asked;
    };
    const next = ({ userId, conversationId }: Awaited<ReturnType<typeof recorded>>) =>
      makeNewRun({ userId, conversationId });
    const finish = ({ id }: { id: string }) =>
      own.database.query("UPDATE runs SET status = 'failed', finished_at = now() WHERE id = $1", [id]);
    const age = ({ id }: { id: string }) =>
      own.database.query("UPDATE runs SET created_at = created_at - interval '1.5 s' WHERE id = $1", [id]);

    it('should not be begun while another is at work, and be when that one is over', async () => {
      const first = await recorded();
      const second = await recorded(next(first));
      await runs.begin(first.id, 'model');

      expect(await runs.begin(second.id, 'model')).toBeUndefined();

      expect(await runs.get(second.id)).toMatchObject({ status: 'queued', attempts: 0 });
      await finish(first);
      expect(await runs.begin(second.id, 'model')).toMatchObject({ id: second.id, status: 'running' });
    });

    it('should be begun again by another worker, whatever waits behind it', async () => {
      const first = await recorded();
      const second = await recorded(next(first));
      await runs.begin(first.id, 'model');

      expect(await runs.begin(second.id, 'model')).toBeUndefined();

      expect(await runs.begin(first.id, 'model')).toMatchObject({ attempts: 2 });
    });

    it('should be begun one of them, and others all, when they are begun in the same moment', async () => {
      const first = await recorded();
      const asked = [await recorded(), first, await recorded(next(first)), await recorded()];

      const begun = await Promise.all(asked.map(({ id }) => runs.begin(id, 'model')));

      expect(begun.filter((run) => run?.conversationId === first.conversationId)).toHaveLength(1);
      expect([begun[0], begun[3]]).toMatchObject([{ id: asked[0]?.id }, { id: asked[3]?.id }]);
    });

    it('should not be begun when another one is by somebody whose transaction is not over yet', async () => {
      const first = await recorded();
      const second = await recorded(next(first));
      const other = new Client(own.url);
      await other.connect();
      await other.query('BEGIN');
      await other.query("UPDATE runs SET status = 'running' WHERE id = $1", [first.id]);

      const beginning = runs.begin(second.id, 'model');
      await othersWait(other);
      await other.query('COMMIT');
      await other.end();

      expect(await beginning).toBeUndefined();
      expect(await runs.get(second.id)).toMatchObject({ status: 'queued', attempts: 0 });
    });

    it('should have worked as long as the records’ clock says when another attempt begins it', async () => {
      const run = await recorded();
      expect((await runs.begin(run.id, 'model'))?.workedMs).toBeCloseTo(0, -1);
      await own.database.query("UPDATE runs SET started_at = now() - interval '5 s' WHERE id = $1", [run.id]);

      const again = await runs.begin(run.id, 'model');

      expect(again?.workedMs).toBeGreaterThanOrEqual(5_000);
      expect(again?.workedMs).toBeLessThan(60_000);
    });

    it('should be told to a new one that stands behind them, but for those that may still be refused', async () => {
      const [over, atWork] = [await recorded(), makeNewRun()];
      const [second, third, fresh] = [next(over), next(over), next(over)];
      await finish(over);
      Object.assign(atWork, next(over), { id: atWork.id });
      for (const run of [atWork, second, third]) {
        await recorded(run);
        await age(run);
      }
      await recorded(fresh);
      await runs.begin(atWork.id, 'model');

      const last = next(over);
      const standing = { atWork: atWork.id, waiting: [second.id, third.id] };
      expect(await runs.create(last)).toEqual(standing);

      expect(await runs.before(last.id)).toEqual(standing);
      expect(await runs.create(makeNewRun())).toEqual({ atWork: undefined, waiting: [] });
    });
  });

  it('should be told to one that comes after hundreds that wait as far as these are the oldest', async () => {
    const first = makeNewRun();
    const { userId, conversationId } = first;
    const waiting = [first, ...Array.from({ length: 100 }, () => makeNewRun({ userId, conversationId }))];
    await Promise.all(waiting.map((run) => runs.create(run)));
    await own.database.query(
      `UPDATE runs SET created_at = now() - interval '1 h' + make_interval(secs => array_position($1::uuid[], id))
       WHERE conversation_id = $2`,
      [waiting.map(({ id }) => id), conversationId],
    );

    const standing = await runs.create(makeNewRun({ userId, conversationId }));

    expect(standing?.waiting).toEqual(waiting.slice(0, 100).map(({ id }) => id));
    // One in the middle has only those before it.
    expect((await runs.before(waiting[2]?.id ?? ''))?.waiting).toEqual(waiting.slice(0, 2).map(({ id }) => id));
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
      expect(await runs.create(makeNewRun({ userId, idempotencyKey: 'key' }))).toBeUndefined();
    });

    it('should not be found when the key was used a little more than 24 hours ago, and leave it to a new run', async () => {
      const { id, userId } = await recorded(MINUTES_OF_A_DAY + 1);

      expect(await runs.findByIdempotencyKey(userId, 'key')).toBeUndefined();

      const next = makeNewRun({ userId, idempotencyKey: 'key' });
      expect(await runs.create(next)).toBeDefined();
      expect(await runs.findByIdempotencyKey(userId, 'key')).toMatchObject({ id: next.id });
      expect(await runs.get(id)).toMatchObject({ id, idempotencyKey: null });
    });
  });
});
