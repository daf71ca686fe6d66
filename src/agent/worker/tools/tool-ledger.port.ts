import { type ToolFindings } from './tool.js';

/**
 * What the tools of a run have returned, so that a repeated attempt pays for nothing twice. The n-th call of a tool with
 * the same arguments is the same effect in every attempt.
 */
export abstract class ToolLedger {
  /** What an earlier attempt got for this call; undefined when it must be made. */
  abstract recall(tool: string, args: Readonly<Record<string, unknown>>): ToolFindings | undefined;

  /**
   * Keeps what the call returned. Resolves when it is durable.
   * @throws RunAborted when the run belongs to another attempt by now
   */
  abstract record(tool: string, args: Readonly<Record<string, unknown>>, findings: ToolFindings): Promise<void>;
}
