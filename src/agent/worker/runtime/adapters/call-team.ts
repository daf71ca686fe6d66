import { type FunctionCall } from '@google/genai';
import { type ToolReport } from './tool-report.js';

/** Begins one call of a tool. */
export type StartCall = (args: Record<string, unknown>, callId: string) => Promise<ToolReport>;

/**
 * The tool calls of one model response, begun together. ADK works them off one after another, though a model that puts them into one
 * response says that none needs another's result: so the first that ADK asks for starts them all, in their order, and ADK is then
 * given what is already under way.
 */
export class CallTeam {
  #announced: readonly FunctionCall[] = [];
  readonly #under = new Map<string, Promise<ToolReport>>();

  /** What the model has just called for. */
  announce(calls: readonly FunctionCall[]): void {
    this.#announced = calls;
  }

  /**
   * The report of a call, begun with its companions if it was not yet.
   * @param member how to start a tool of the calling agent; undefined for a name that is none of its tools
   */
  join(callId: string, member: (tool: string) => StartCall | undefined): Promise<ToolReport> | undefined {
    if (this.#announced.some(({ id }) => id === callId)) this.#startAll(member);
    return this.#under.get(callId);
  }

  #startAll(member: (tool: string) => StartCall | undefined): void {
    const calls = this.#announced;
    this.#announced = [];
    for (const { id, name = '', args = {} } of calls) {
      const start = member(name);
      if (id === undefined || !start) continue;
      const report = start(args, id);
      // One that fails before ADK comes to it is heard of when it does; until then nobody listens.
      report.catch(() => undefined);
      this.#under.set(id, report);
    }
  }
}
