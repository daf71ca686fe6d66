import { type AppError } from '../../../common/errors/app-error.js';
import { type Language } from '../../../common/i18n/language.js';
import { type Artifact, type Source, type ToolCall, type Usage } from '../../../session/index.js';
import { type ArtifactStore } from '../tools/artifacts.port.js';
import { type ToolFindings } from '../tools/tool.js';
import { type ToolLedger } from '../tools/tool-ledger.port.js';
import { CallArtifacts } from './adapters/call-artifacts.js';
import { CallTeam } from './adapters/call-team.js';
import { type AgentRequest, type AgentRuntimeEvent } from './agent-runtime.port.js';
import { SourceRegistry } from './sources/source-registry.js';
import { UsageMeter } from './usage-meter.js';

/** What one run gathers, shared by its model, its tools and its event mapper. */
export class RunScope {
  readonly usage = new UsageMeter();
  readonly team = new CallTeam();
  /** The files that tools of this run made. */
  readonly artifacts: Artifact[] = [];
  /** What the tools returned: where the numbers of the answer must come from. */
  readonly findings: ToolFindings[] = [];
  readonly sources: SourceRegistry;
  #failure: AppError | undefined;
  #interruption: { readonly reason: unknown } | undefined;
  #open = true;
  readonly #calls: (ToolCall | undefined)[] = [];

  /** What tools returned in earlier turns that the model still sees. */
  readonly earlier: readonly ToolFindings[];
  readonly runId: string;
  readonly language: Language;
  /** What earlier attempts of the run got from tools. */
  readonly ledger: ToolLedger;
  readonly #store: ArtifactStore;
  readonly #confirm: () => Promise<void>;
  readonly #listener: (event: AgentRuntimeEvent) => void;

  constructor(
    request: Pick<AgentRequest, 'runId' | 'language' | 'ledger' | 'artifacts' | 'confirm' | 'emit'>,
    /** Aborted when the run is to stop, and when it is over. */
    readonly signal: AbortSignal,
    /** What the model still sees of earlier turns: what tools returned, and the files that went with the questions. */
    earlier: { readonly findings: readonly ToolFindings[]; readonly files: readonly Source[] },
  ) {
    this.runId = request.runId;
    this.language = request.language;
    this.ledger = request.ledger;
    this.#store = request.artifacts;
    this.#confirm = request.confirm;
    this.#listener = request.emit;
    this.earlier = earlier.findings;
    this.sources = new SourceRegistry([...earlier.findings.flatMap(({ sources }) => sources), ...earlier.files]);
  }

  /** Awaited before each call of a model or a tool. @throws what means that it must not be made */
  async mayCall(): Promise<void> {
    try {
      await this.#confirm();
    } catch (error) {
      this.interrupt(error);
      throw error;
    }
    this.signal.throwIfAborted();
  }

  /** Where one call of a tool puts its files. @param effect the call's, as the ledger has it */
  artifactsOf(effect: string): CallArtifacts {
    return new CallArtifacts(this.#store, effect, this.signal);
  }

  /** Tells of files that a call made, now or in an earlier attempt. */
  addArtifacts(artifacts: readonly Artifact[]): void {
    for (const artifact of artifacts) {
      if (this.artifacts.some(({ file_id }) => file_id === artifact.file_id)) continue;
      this.artifacts.push(artifact);
      this.emit({ type: 'artifact', ...artifact });
    }
  }

  /** The tool calls that are over, in the order they were begun. */
  get toolCalls(): ToolCall[] {
    return this.#calls.filter((call) => call !== undefined);
  }

  /** What was used by now; a tool call counts from its beginning. */
  get spent(): Usage {
    return this.usage.total(this.#calls.length);
  }

  /** Keeps a place for a tool call. @returns takes note of the call when it is over */
  beginCall(): (call: ToolCall) => void {
    const place = this.#calls.push(undefined) - 1;
    return (call) => void (this.#calls[place] = call);
  }

  /** The first failure of the model: what comes after it is its consequence. */
  get failure(): AppError | undefined {
    return this.#failure;
  }

  fail(error: AppError): AppError {
    this.#failure ??= error;
    return error;
  }

  /** Why the run may not go on, whatever the model would make of it: thrown as it is. */
  get interruption(): { readonly reason: unknown } | undefined {
    return this.#interruption;
  }

  interrupt(reason: unknown): void {
    this.#interruption ??= { reason };
  }

  /** Passes an event on; one that comes when the run is over, from work that was left behind, goes nowhere. */
  emit(event: AgentRuntimeEvent): void {
    if (this.#open) this.#listener(event);
  }

  close(): void {
    this.#open = false;
  }
}
