import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type RunEntity } from '../runs/run.entity.js';
import { RunEffectsRepository } from '../runs/run-effects.repository.js';
import { patiently } from '../runs/patiently.js';
import { RunAborted } from './run-abort.js';
import { type LedgerCall, ToolLedger } from './tools/tool-ledger.port.js';
import { type ToolFindings } from './tools/tool.js';

/** Opens the ledgers of runs. */
@Injectable()
export class ToolLedgers {
  constructor(private readonly effects: RunEffectsRepository) {}

  /** The ledger of an attempt, with everything earlier attempts recorded. */
  async open(run: Pick<RunEntity, 'id' | 'fence'>, attempt: number): Promise<ToolLedger> {
    // An attempt that was handed back does not count, but the fence tells of it.
    const recorded = attempt > 1 || run.fence > 1 ? await this.effects.of(run.id) : new Map<string, ToolFindings>();
    return new RecordedLedger(recorded, async (key, findings) => {
      const kept = await patiently(() => this.effects.keep(run.id, run.fence, key, findings));
      if (!kept) throw new RunAborted('fenced');
    });
  }
}

class RecordedLedger extends ToolLedger {
  private readonly calls = new Map<string, number>();

  constructor(
    private readonly recorded: ReadonlyMap<string, unknown>,
    private readonly keep: (key: string, findings: ToolFindings) => Promise<void>,
  ) {
    super();
  }

  begin(tool: string, args: Readonly<Record<string, unknown>>): LedgerCall {
    const call = callOf(tool, args);
    const occurrence = (this.calls.get(call) ?? 0) + 1;
    this.calls.set(call, occurrence);
    const effect = `${call}-${occurrence}`;
    return { effect, findings: this.recorded.get(effect) as ToolFindings | undefined };
  }

  record(effect: string, findings: ToolFindings): Promise<void> {
    return this.keep(effect, findings);
  }
}

/** The same call, in whatever order a model writes the arguments. */
function callOf(tool: string, args: Readonly<Record<string, unknown>>): string {
  const sorted = JSON.stringify(args, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(`${tool} ${sorted}`).digest('base64url');
}
