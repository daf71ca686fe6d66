import { createHash } from 'node:crypto';
import { getFunctionCalls, Runner, StreamingMode } from '@google/adk';
import { AppError } from '../../../common/errors/app-error.js';
import { toAppError } from '../../../common/errors/to-app-error.js';
import { type Grounding } from '../../../session/index.js';
import { AgentModelErrors } from '../../agent-model.errors.js';
import { type Tool } from '../tools/tool.js';
import { type AgentOutcome, type AgentRequest, AgentRuntime, type AttemptFailure } from './agent-runtime.port.js';
import { assertEveryToolHasASpecialist, buildAgentTree } from './agents/agent-tree.js';
import { INSTRUCTIONS_VERSION } from './agents/instructions.js';
import { attachmentParts, filesIn } from './attachments/attachment-parts.js';
import { EventMapper } from './events/event-mapper.js';
import { checkGrounding } from './grounding/check-grounding.js';
import { compactHistory } from './history/compact-history.js';
import { RunSessionService } from './history/run-session.service.js';
import { findingsIn, questionsIn, seedEvents } from './history/seed-events.js';
import { LinkedAbort } from './linked-abort.js';
import { type AgentModel } from './models/agent-model.js';
import { ModelChain } from './models/model-chain.js';
import { MeteredModel } from './models/metered.model.js';
import { RehearsalModel, rehearsalRequest } from './rehearsal.js';
import { RunScope } from './run-scope.js';
import { silenceAdk } from './silence-adk.js';
import { untilAborted } from './until-aborted.js';

const APP_NAME = 'tradeflow';
/** Leaves room for instructions, tools and the answer in the smallest context window in use, of 32,000 tokens. */
const HISTORY_TOKENS = 16_000;

/** Made once: an abort without a reason makes an exception with a stack trace, and every run ends with one. */
const RUN_IS_OVER = new Error('The run is over.');

export interface AdkAgentRuntimeOptions {
  /** In the order they are asked: the preferred one, then those that stand in for it. */
  readonly models: readonly [AgentModel, ...AgentModel[]];
  readonly tools: readonly Tool[];
  /** Which providers the tools ask right now: what it returns is part of the version. */
  readonly edition?: () => string;
  /** Tokens of earlier turns a model is shown; the record keeps them all. */
  readonly historyTokens?: number;
  /** Model calls one run may make. */
  readonly maxModelCalls: number;
}

/** `AgentRuntime` on the Runner of Google's Agent Development Kit. It keeps nothing between runs. */
export class AdkAgentRuntime extends AgentRuntime {
  readonly model: string;
  private readonly chain: ModelChain;

  constructor(private readonly options: AdkAgentRuntimeOptions) {
    super();
    silenceAdk();
    assertEveryToolHasASpecialist(options.tools);
    this.model = options.models[0].name;
    this.chain = new ModelChain(options.models);
  }

  get version(): string {
    return versionOf(this.options);
  }

  async warmUp(): Promise<void> {
    const [preferred] = this.options.models;
    await Promise.all(this.options.models.map((model) => model.warmUp()));
    await this.#work(rehearsalRequest(), { ...preferred, llm: new RehearsalModel() });
  }

  choose(failures: readonly AttemptFailure[]): string | undefined {
    return this.chain.choose(failures);
  }

  models(): { name: string; state: 'up' | 'open' }[] {
    return this.chain.states();
  }

  run(request: AgentRequest): Promise<AgentOutcome> {
    return this.chain.use(request.model, (model) => this.#work(request, model));
  }

  async #work(request: AgentRequest, model: AgentModel): Promise<AgentOutcome> {
    request.signal.throwIfAborted();
    // Aborted at the end too, so that nothing goes on behind a run that failed half-way.
    const work = new LinkedAbort(request.signal);
    const history = seedEvents(request.history);
    const files = filesIn(history);
    const earlier = { findings: findingsIn(history), files: files.flatMap(({ source }) => source ?? []) };
    const scope = new RunScope(request, work.signal, earlier);
    const key = { appName: APP_NAME, userId: request.userId, conversationId: request.conversationId };
    const { historyTokens = HISTORY_TOKENS } = this.options;
    const sessions = new RunSessionService(key, compactHistory(history, historyTokens));
    try {
      const content = await this.#drive(request, sessions, scope, model);
      const grounding = checkGrounding(content, {
        findings: scope.findings,
        earlier: () => scope.earlier,
        documents: [...request.attachments, ...files].map(({ text }) => text),
        questions: [request.message, ...questionsIn(history)],
        knowledge: model.knowledge ?? [],
      });
      return { answer: this.#answer(content, scope, model.name, grounding), agentEvents: sessions.newEvents() };
    } catch (error) {
      request.signal.throwIfAborted();
      if (scope.interruption) throw scope.interruption.reason;
      throw toAppError(error);
    } finally {
      request.spent(scope.spent);
      scope.close();
      work.end(RUN_IS_OVER);
    }
  }

  async #drive(
    request: AgentRequest,
    sessions: RunSessionService,
    scope: RunScope,
    model: AgentModel,
  ): Promise<string> {
    const { maxModelCalls, tools } = this.options;
    const mapper = new EventMapper(scope);
    const metered = new MeteredModel(model.llm, scope, maxModelCalls, (response) => mapper.acceptPartial(response));
    const agent = buildAgentTree({ model: metered, generation: model.generation, tools, scope });
    const runner = new Runner({ appName: APP_NAME, agent, sessionService: sessions });
    const files = attachmentParts(request.attachments, scope.sources, request.language);
    const events = runner.runAsync({
      userId: request.userId,
      sessionId: request.conversationId,
      newMessage: { role: 'user', parts: [{ text: request.message }, ...files] },
      abortSignal: scope.signal,
      runConfig: { streamingMode: StreamingMode.SSE },
    });
    // ADK neither throws when its model fails nor when it is aborted, so both are looked for.
    for await (const event of untilAborted(events, request.signal)) {
      mapper.accept(event);
      // ADK goes on to the calls of an event only when it is asked for the next one.
      scope.team.announce(getFunctionCalls(event));
      if (scope.failure || scope.interruption) break;
    }
    request.signal.throwIfAborted();
    if (scope.interruption) throw scope.interruption.reason;
    if (scope.failure) throw scope.failure;
    const content = mapper.finish();
    if (content.trim() === '') throw new AppError(AgentModelErrors.MODEL_INVALID_RESPONSE);
    return content;
  }

  #answer(content: string, scope: RunScope, model: string, grounding: Grounding): AgentOutcome['answer'] {
    return {
      content,
      language: scope.language,
      sources: scope.sources.usedBy(content),
      tool_calls: scope.toolCalls,
      artifacts: scope.artifacts,
      usage: scope.spent,
      model,
      grounding,
    };
  }
}

function versionOf({ models, tools, edition }: AdkAgentRuntimeOptions): string {
  const parts = [
    models[0].name,
    models[0].version,
    INSTRUCTIONS_VERSION,
    edition?.() ?? '',
    ...tools.map((tool) => `${tool.name}@${tool.version}`).sort(),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
