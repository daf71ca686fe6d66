import { Logger } from '@nestjs/common';
import { type LiveRun, type LogEntryDraft, LogRefusedError, type RunLog } from '../../session/index.js';
import { draftEvent } from '../events/event-json.js';
import { type RunEventBody } from '../events/run-event.js';

/** Events of this long are appended together, and their words joined: a reader sees no difference, Redis does. */
const COALESCE_MS = 30;
const RETRY_MS = { first: 50, most: 1_000 };

export interface PublishedRun extends LiveRun {
  readonly sessionId: string;
}

/**
 * Brings the events of one attempt into the log, in their order, without ever making the agent wait: `emit` only
 * remembers. While Redis is away the events wait here; a lost reply is repeated without repeating an event.
 */
export class RunPublisher {
  private readonly logger = new Logger(RunPublisher.name);
  private pending: RunEventBody[] = [];
  private flushing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastFlush = 0;
  private words = '';
  private refused: LogRefusedError | undefined;

  /**
   * @param seq what `RunLog.begin` returned
   * @param onRefused called once, when the log takes nothing more from this attempt
   */
  constructor(
    private readonly log: RunLog,
    private readonly run: PublishedRun,
    private readonly fence: number,
    private seq: number,
    private readonly onRefused: (error: LogRefusedError) => void,
  ) {}

  /** The answer so far, as far as it was emitted: what is kept of a run that does not finish. */
  get text(): string {
    return this.words;
  }

  /** Never waits, never throws. */
  emit(event: RunEventBody): void {
    if (event.type === 'chunk') this.words += event.content;
    if (this.refused) return;
    const last = this.pending.at(-1);
    if (event.type === 'chunk' && last?.type === 'chunk') {
      this.pending[this.pending.length - 1] = { type: 'chunk', content: last.content + event.content };
    } else {
      this.pending.push(event);
    }
    this.schedule();
  }

  /** Resolves when everything emitted stands in the log. @throws LogRefusedError */
  async drain(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (!this.refused && (this.pending.length > 0 || this.flushing)) await this.flush();
    if (this.refused) throw this.refused;
  }

  /** The first event of a quiet moment goes at once, so that the reader sees it; those that follow are collected. */
  private schedule(): void {
    if (this.timer || this.flushing) return;
    const wait = Math.max(0, this.lastFlush + COALESCE_MS - Date.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, wait);
  }

  private flush(): Promise<void> {
    this.flushing ??= this.append().finally(() => {
      this.flushing = undefined;
      this.lastFlush = Date.now();
      if (this.pending.length > 0) this.schedule();
    });
    return this.flushing;
  }

  private async append(): Promise<void> {
    const subject = { runId: this.run.runId, sessionId: this.run.sessionId };
    const batch = this.pending.map((event) => draftEvent(subject, event));
    this.pending = [];
    for (let wait = RETRY_MS.first; ; wait = Math.min(2 * wait, RETRY_MS.most)) {
      try {
        await this.appendOnce(batch);
        return;
      } catch (error) {
        if (error instanceof LogRefusedError) {
          this.refused = error;
          this.pending = [];
          this.onRefused(error);
          return;
        }
        this.logger.warn(`Events of run ${this.run.runId} wait for Redis: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  private async appendOnce(batch: readonly LogEntryDraft[]): Promise<void> {
    this.seq = await this.log.append(this.run, this.fence, batch, this.seq);
  }
}
