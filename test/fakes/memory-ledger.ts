import { type LedgerCall, ToolLedger } from '../../src/agent/worker/tools/tool-ledger.port.js';
import { type ToolFindings } from '../../src/agent/worker/tools/tool.js';

/** A ledger in memory: blank, or with what an earlier attempt got from each tool's next call. */
export class MemoryLedger extends ToolLedger {
  readonly recorded: { tool: string; args: unknown; findings: ToolFindings }[] = [];
  private readonly begun = new Map<string, { tool: string; args: unknown }>();

  constructor(private readonly earlier: Readonly<Record<string, ToolFindings>> = {}) {
    super();
  }

  begin(tool: string, args: Readonly<Record<string, unknown>>): LedgerCall {
    const effect = `${tool}-${this.begun.size + 1}`;
    this.begun.set(effect, { tool, args });
    return { effect, findings: this.earlier[tool] };
  }

  async record(effect: string, findings: ToolFindings): Promise<void> {
    const call = this.begun.get(effect);
    if (call === undefined) throw new Error(`${effect} was recorded without having been begun`);
    this.recorded.push({ ...call, findings });
  }
}
