import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type BatchableStatement, recordSet, StatementBatch } from '../../database/index.js';

interface Effect {
  readonly runId: string;
  readonly fence: number;
  readonly key: string;
  readonly findings: object;
}

/** Records what tools returned, for the bearers of the runs' fences. */
export const KEEP: BatchableStatement<Effect> = {
  text: `
    WITH run AS (
      SELECT r.id, effect.key, effect.findings
      FROM ${recordSet('effect', { run_id: 'uuid', fence: 'integer', key: 'text', findings: 'jsonb' })}
      JOIN runs r ON r.id = effect.run_id
      WHERE r.fence = effect.fence AND r.finished_at IS NULL FOR SHARE OF r
    ), kept AS (INSERT INTO run_effects (run_id, key, findings) SELECT id, key, findings FROM run ON CONFLICT DO NOTHING)
    SELECT id FROM run`,
  row: ({ runId, fence, key, findings }) => ({ run_id: runId, fence, key, findings }),
  key: ({ runId }) => runId,
};

/** What the tools of unfinished runs returned. Emptied when a run is settled. */
@Injectable()
export class RunEffectsRepository {
  private readonly keeping: StatementBatch<Effect>;

  constructor(private readonly database: DataSource) {
    this.keeping = new StatementBatch(database, KEEP);
  }

  /** Everything recorded for a run, by key. */
  async of<T>(runId: string): Promise<Map<string, T>> {
    const rows = (await this.database.query('SELECT key, findings FROM run_effects WHERE run_id = $1', [runId])) as {
      key: string;
      findings: T;
    }[];
    return new Map(rows.map((row) => [row.key, row.findings]));
  }

  /** Records one effect, once; false when the run is no longer the caller's. */
  async keep(runId: string, fence: number, key: string, findings: object): Promise<boolean> {
    return (await this.keeping.do({ runId, fence, key, findings })) !== undefined;
  }
}
