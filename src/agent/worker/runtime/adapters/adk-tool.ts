import { FunctionTool, type RunAsyncToolRequest } from '@google/adk';
import { type FunctionDeclaration } from '@google/genai';
import { Logger } from '@nestjs/common';
import { type z } from 'zod';
import { AppError } from '../../../../common/errors/app-error.js';
import { toAppError } from '../../../../common/errors/to-app-error.js';
import { say } from '../../../../common/i18n/language.js';
import { type Artifacts } from '../../tools/artifacts.port.js';
import { type Tool, type ToolFindings } from '../../tools/tool.js';
import { type RunScope } from '../run-scope.js';
import { rejectOnAbort } from '../until-aborted.js';
import { sharedDeclaration } from './shared-declaration.js';
import { reportFailure, reportFindings, type ToolReport } from './tool-report.js';
import { ToolCallErrors } from './tool.errors.js';

const logger = new Logger('AdkTool');

/**
 * One of our tools as ADK calls it, for one run. It tells the run's events (`tool_use`, `tool_progress`, `tool_result`) and never
 * throws but for an abort: a failure is a result the model can read and tell the user of.
 */
export class AdkTool extends FunctionTool<z.ZodObject> {
  constructor(
    private readonly tool: Tool,
    private readonly scope: RunScope,
    /** The tools of the same agent by name, this one among them: they are begun together (CallTeam). */
    private readonly companions: ReadonlyMap<string, AdkTool>,
  ) {
    super({ name: tool.name, description: tool.description, parameters: tool.input, execute: () => undefined });
  }

  override _getDeclaration(): FunctionDeclaration {
    return sharedDeclaration(this.tool, () => super._getDeclaration());
  }

  override async runAsync({ args, toolContext }: RunAsyncToolRequest): Promise<ToolReport> {
    const callId = toolContext.functionCallId ?? `${this.tool.name}-${this.scope.toolCalls.length + 1}`;
    const begun = this.scope.team.join(callId, (name) => {
      const companion = this.companions.get(name);
      return companion && ((given, id) => companion.start(given, id));
    });
    return begun ?? this.start(args, callId);
  }

  /** Makes the call and tells of it. */
  private async start(args: Record<string, unknown>, callId: string): Promise<ToolReport> {
    const { scope, tool } = this;
    await scope.mayCall();
    const note = scope.beginCall();
    const startedAt = performance.now();
    const call = { tool: tool.name, call_id: callId, arguments: args };
    scope.emit({ type: 'tool_use', content: say(tool.activity, scope.language), ...call });

    const report = await this.#attempt(args, callId);
    const duration_ms = Math.round(performance.now() - startedAt);
    const summary = report.ok ? report.findings.summary : report.error.detail;
    const sources = report.ok ? report.findings.sources : [];
    const outcome = { tool: tool.name, call_id: callId, ok: report.ok, summary, duration_ms };
    note({ arguments: args, ...outcome });
    scope.emit({ type: 'tool_result', content: summary, sources, ...outcome });
    if (report.ok) scope.addArtifacts(report.findings.artifacts ?? []);
    return report;
  }

  async #attempt(args: Record<string, unknown>, callId: string): Promise<ToolReport> {
    const { scope } = this;
    try {
      const findings = await rejectOnAbort(this.#call(args, callId), scope.signal);
      const adopted = scope.sources.adopt(findings);
      scope.findings.push(adopted);
      return reportFindings(adopted);
    } catch (error) {
      scope.signal.throwIfAborted();
      if (scope.interruption) throw error;
      const failure = toAppError(error);
      if (failure.kind.logLevel === 'error')
        logger.error({ tool: this.tool.name, run_id: scope.runId, code: failure.code, err: error });
      return reportFailure(failure, scope.language);
    }
  }

  async #call(args: Record<string, unknown>, callId: string): Promise<ToolFindings> {
    const { scope, tool } = this;
    const input = tool.input.safeParse(args);
    if (!input.success) {
      const issues = input.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      throw new AppError(ToolCallErrors.TOOL_ARGUMENTS_INVALID, { params: { issues } });
    }
    // Every call is looked up, as the n-th call with these arguments is the same effect in every attempt.
    const { effect, findings: recalled } = scope.ledger.begin(tool.name, args);
    if (recalled !== undefined) return recalled;
    const artifacts = scope.artifactsOf(effect);
    const found = await this.#run(input.data, callId, artifacts);
    const findings = artifacts.saved.length === 0 ? found : { ...found, artifacts: artifacts.saved };
    await this.#record(effect, findings);
    return findings;
  }

  /** A ledger that takes nothing any more (the run has gone to another worker) ends the run: no tool failed, the model has no say in it. */
  async #record(effect: string, findings: ToolFindings): Promise<void> {
    try {
      await this.scope.ledger.record(effect, findings);
    } catch (error) {
      this.scope.interrupt(error);
      throw error;
    }
  }

  #run(input: Record<string, unknown>, callId: string, artifacts: Artifacts): Promise<ToolFindings> {
    const { scope, tool } = this;
    return tool.run(input, {
      language: scope.language,
      signal: scope.signal,
      artifacts,
      findings: [...scope.earlier, ...scope.findings],
      progress: (fraction, content) =>
        scope.emit({
          type: 'tool_progress',
          tool: tool.name,
          call_id: callId,
          progress: Math.min(1, Math.max(0, fraction)),
          content,
        }),
    });
  }
}
