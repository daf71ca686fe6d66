import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { timestamp } from '../../common/clock.js';
import { CapabilityBoard, REPORT_EVERY } from '../capabilities/capability-board.js';
import { type AgentParts, AGENT_PARTS } from './runtime/agent-parts.js';

/** Says what this worker's agent can use, every now and then. */
@Injectable()
export class CapabilityReporter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CapabilityReporter.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly board: CapabilityBoard,
    @Inject(AGENT_PARTS) private readonly parts: AgentParts,
  ) {}

  onApplicationBootstrap(): void {
    void this.report();
    this.timer = setInterval(() => void this.report(), REPORT_EVERY).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.parts.providers.close();
  }

  private async report(): Promise<void> {
    const { tools, providers } = this.parts;
    try {
      await this.board.report({
        reported_at: timestamp(),
        tools: tools.map(({ name, description, activity, version }) => ({ name, description, activity, version })),
        providers: [...(await providers.states())],
      });
    } catch (error) {
      this.logger.debug(`The capabilities could not be reported: ${(error as Error).message}`);
    }
  }
}
