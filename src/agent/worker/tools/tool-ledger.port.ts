import { type ToolFindings } from './tool.js';

/** A call of a tool, told apart from every other of its run. */
export interface LedgerCall {
  /** The same word in every attempt: the n-th call of a tool with the same arguments is the same effect. */
  readonly effect: string;
  /** What an earlier attempt got for this call; undefined when it must be made. */
  readonly findings: ToolFindings | undefined;
}

/** What the tools of a run have returned, so that a repeated attempt pays for nothing twice. */
export abstract class ToolLedger {
  /** Looks a call up. To be asked for every call, once, in the order they are made. */
  abstract begin(tool: string, args: Readonly<Record<string, unknown>>): LedgerCall;

  /**
   * Keeps what the call returned. Resolves when it is durable.
   * @throws RunAborted when the run belongs to another attempt by now
   */
  abstract record(effect: string, findings: ToolFindings): Promise<void>;
}
