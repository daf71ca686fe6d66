import { Logger } from '@nestjs/common';
import {
  type LiveRun,
  type LogEntryDraft,
  LogRefusedError,
  type RunLog,
  type TakenLog,
  type WrittenEvent,
} from '../../session/index.js';
import { draftEvent, wordsOf } from '../events/event-json.js';
import { type RunEventBody } from '../events/run-event.js';
import { type Unsaid } from '../runs/run-closer.js';

/**
 * Events of this long are appended together, and their words joined: a reader sees no difference, Redis does. All runs of a worker
 * append in the same moments, so that what they say travels in one packet, and is read in one.
 */
const COALESCE_MS = 30;
const RETRY_MS = { first: 50, most: 1_000 };

export interface PublishedRun extends LiveRun {
  readonly sessionId: string;
}

/** The attempt whose events are published. */
export interface Bearer {
  /** Whether the run is this attempt's by its record: not when it is another's, or over and settled. */
  hasRun(): Promise<boolean>;
  /** Called once, when the log takes nothing more from this attempt. */
  onRefused(error: LogRefusedError): void;
}

/**
 * Brings the events of one attempt into the log, in their order, without ever making the agent wait: `emit` only
 * remembers. While Redis is away the events wait here; a lost reply is repeated without repeating an event.
 */
export class RunPublisher implements Unsaid {
  private readonly logger = new Logger(RunPublisher.name);
  private pending: RunEventBody[] = [];
  private flushing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastFlush = 0;
  private words = '';
  private beganAgain = false;
  /** Every event of the run in the log: what is written back should Redis lose it. */
  private readonly written: WrittenEvent[] = [];
  /** The number of the last of them; undefined until the log is this attempt's. */
  private seq: number | undefined;
  private refused: LogRefusedError | undefined;
  /** What is not in the log yet goes there with the run's end. */
  private ending = false;

  constructor(
    private readonly log: RunLog,
    private readonly run: PublishedRun,
    private readonly fence: number,
    private readonly bearer: Bearer,
  ) {}

  /**
   * Takes the log over from an attempt that broke off. Until a `retry` voids them, its words are what the watchers have. A run's first
   * attempt need not wait for this: the log becomes its own with the first event.
   * @throws LogRefusedError
   */
  async takeOver(): Promise<void> {
    await this.begin();
    this.words = wordsOf(this.written);
  }

  /** The answer so far, as far as it was emitted: what is kept of a run that does not finish. */
  get text(): string {
    return this.words;
  }

  /** Whether an attempt before broke off, and what it did is void. */
  get hasBegunAgain(): boolean {
    return this.beganAgain;
  }

  /** Never waits, never throws. */
  emit(event: RunEventBody): void {
    if (event.type === 'chunk') this.words += event.content;
    if (event.type === 'retry') {
      this.words = '';
      this.beganAgain = true;
    }
    if (this.refused || this.ending) return;
    const last = this.pending.at(-1);
    if (event.type === 'chunk' && last?.type === 'chunk') {
      this.pending[this.pending.length - 1] = { type: 'chunk', content: last.content + event.content };
    } else {
      this.pending.push(event);
    }
    this.schedule();
  }

  /** Writes back what Redis lost, also while there is nothing to write that would notice it. Never throws. */
  async secure(): Promise<void> {
    // Until the log is this attempt's there is nothing to lose, and asking for it beside `takeOver` would bring its events twice.
    if (!this.refused && !this.ending && this.seq !== undefined) await this.flush();
  }

  /** Resolves when everything emitted stands in the log. @throws LogRefusedError */
  async drain(): Promise<void> {
    while (!this.refused && (this.pending.length > 0 || this.flushing)) await this.flush();
    if (this.refused) throw this.refused;
  }

  /** From now on nothing is said any more but what is asked for here. */
  async rest(): Promise<{ events: readonly LogEntryDraft[]; after?: number }> {
    // The log becomes this attempt's with what it says first.
    if (this.seq === undefined) await this.drain();
    this.ending = true;
    while (this.flushing) await this.flushing;
    clearTimeout(this.timer);
    if (this.refused) throw this.refused;
    return {
      events: this.pending.map((event) => this.draft(event)),
      ...(this.seq !== undefined && { after: this.seq }),
    };
  }

  async restore(): Promise<void> {
    await this.flush();
    if (this.refused) throw this.refused;
  }

  /** The first event of a quiet moment goes at once, so that the reader sees it; those that follow are collected. */
  private schedule(): void {
    if (this.timer || this.flushing || this.ending) return;
    const now = Date.now();
    const wait = now - this.lastFlush < COALESCE_MS ? COALESCE_MS - (now % COALESCE_MS) : 0;
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private flush(): Promise<void> {
    // What the timer waits to say goes now. Left alone, it would ask a log that may be closed by then.
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flushing ??= this.append().finally(() => {
      this.flushing = undefined;
      this.lastFlush = Date.now();
      if (this.pending.length > 0) this.schedule();
    });
    return this.flushing;
  }

  private async append(): Promise<void> {
    const batch = this.pending.map((event) => this.draft(event));
    this.pending = [];
    for (let wait = RETRY_MS.first; ; wait = Math.min(2 * wait, RETRY_MS.most)) {
      try {
        await this.appendOnce(batch);
        return;
      } catch (error) {
        if (error instanceof LogRefusedError && error.refusal === 'BEHIND') {
          this.logger.warn({ msg: 'Redis lost events of the run: they are written back', run_id: this.run.runId });
          if (await this.writeBack()) continue;
          if (this.refused) return;
        } else if (error instanceof LogRefusedError) {
          this.refuse(error);
          return;
        }
        this.logger.debug({ msg: `Events wait for Redis: ${(error as Error).message}`, run_id: this.run.runId });
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  private async appendOnce(batch: readonly LogEntryDraft[]): Promise<void> {
    if (this.seq === undefined) return this.take(await this.log.beginWith(this.run, this.fence, batch));
    this.written.push(...(await this.log.append(this.run, this.fence, batch, this.seq)));
    this.seq += batch.length;
  }

  private async begin(): Promise<void> {
    this.take(await this.log.begin(this.run, this.fence));
  }

  private take({ seq, events }: TakenLog): void {
    this.written.push(...events);
    this.seq = seq;
  }

  private draft(event: RunEventBody): LogEntryDraft {
    return draftEvent({ runId: this.run.runId, sessionId: this.run.sessionId }, event);
  }

  private refuse(error: LogRefusedError): void {
    this.refused = error;
    this.pending = [];
    this.bearer.onRefused(error);
  }

  private async writeBack(): Promise<boolean> {
    try {
      // Redis may have lost also that the run was taken over, or is over, while this worker was frozen: nobody would stop it.
      if (!(await this.bearer.hasRun())) {
        this.refuse(new LogRefusedError('FENCED', this.run.runId));
        return false;
      }
      if (this.seq === undefined) await this.begin();
      else this.seq = await this.log.restore(this.run, this.fence, this.written, wordsOf(this.written));
      return true;
    } catch {
      return false; // A store is away again, or Redis refuses: the next append tells which.
    }
  }
}
