import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What the tools of unfinished runs returned. Emptied when a run is settled. */
@Injectable()
export class RunEffectsRepository {
  constructor(private readonly database: DataSource) {}

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
    const [held] = (await this.database.query(
      `WITH run AS (SELECT id FROM runs WHERE id = $1 AND fence = $2 AND status = 'running' FOR SHARE),
            kept AS (INSERT INTO run_effects (run_id, key, findings) SELECT id, $3, $4 FROM run ON CONFLICT DO NOTHING)
       SELECT id FROM run`,
      [runId, fence, key, findings],
    )) as unknown[];
    return held !== undefined;
  }
}
