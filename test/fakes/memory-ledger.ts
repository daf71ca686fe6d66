import { ToolLedger } from '../../src/agent/worker/tools/tool-ledger.port.js';
import { type ToolFindings } from '../../src/agent/worker/tools/tool.js';

/** A ledger in memory: blank, or with what an earlier attempt got from each tool's next call. */
export class MemoryLedger extends ToolLedger {
  readonly recorded: { tool: string; args: unknown; findings: ToolFindings }[] = [];

  constructor(private readonly earlier: Readonly<Record<string, ToolFindings>> = {}) {
    super();
  }

  recall(tool: string): ToolFindings | undefined {
    return this.earlier[tool];
  }

  async record(tool: string, args: Readonly<Record<string, unknown>>, findings: ToolFindings): Promise<void> {
    this.recorded.push({ tool, args, findings });
  }
}
