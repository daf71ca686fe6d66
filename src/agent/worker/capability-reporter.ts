import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { timestamp } from '../../common/clock.js';
import { type Capabilities, CapabilityBoard, REPORT_EVERY } from '../capabilities/capability-board.js';
import { type AgentParts, AGENT_PARTS } from './runtime/agent-parts.js';
import { AgentRuntime } from './runtime/agent-runtime.port.js';
import { AppConfig } from '../../config/index.js';

/** Says what this worker's agent can use, every now and then. */
@Injectable()
export class CapabilityReporter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CapabilityReporter.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly board: CapabilityBoard,
    @Inject(AGENT_PARTS) private readonly parts: AgentParts,
    private readonly runtime: AgentRuntime,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    void this.report();
    this.timer = setInterval(() => void this.report(), REPORT_EVERY).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.parts.providers.close();
  }

  /** Those in use, in the order they are asked; then what a variable would switch on. */
  private models(): Capabilities['models'] {
    const used = this.runtime.models().map(({ name, state }, index) => {
      return { name, role: index === 0 ? ('preferred' as const) : ('stand_in' as const), state, needs: null };
    });
    const off = (name: string, needs: string) => ({ name, role: null, state: 'off' as const, needs });
    const families: [string, string][] = [
      ['analyst', 'AGENT_FALLBACK_MODELS'],
      ['gemini', this.config.agent.gemini === undefined ? 'GOOGLE_ADK_API_KEY' : 'AGENT_MODEL'],
      ['openai', 'AGENT_MODEL'],
    ];
    const unused = families.filter(([family]) => !used.some(({ name }) => name.startsWith(family)));
    return [...used, ...unused.map(([family, needs]) => off(family, needs))];
  }

  private async report(): Promise<void> {
    const { tools, providers } = this.parts;
    try {
      await this.board.report({
        reported_at: timestamp(),
        tools: tools.map(({ name, description, activity, version }) => ({ name, description, activity, version })),
        models: this.models(),
        providers: [...(await providers.states())],
      });
    } catch (error) {
      this.logger.debug(`The capabilities could not be reported: ${(error as Error).message}`);
    }
  }
}
