import { Injectable } from '@nestjs/common';
import { SECOND } from '../../common/clock.js';
import {
  type Conversation,
  LOG_START,
  type LogEntry,
  LogReader,
  type LogSubscription,
  RunLog,
  serverSentEvent,
} from '../../session/index.js';
import { type AcceptedRun } from '../runs/accepted-run.js';
import { type RunEntity } from '../runs/run.entity.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { type EventStreamResponse } from './event-stream-response.js';
import { endFrames, gapFrame, snapshotFrame } from './synthetic-events.js';
import { liveOf } from '../runs/live-of.js';

/** How long a run may be silent before its record is asked whether it is over: the log may have been lost. */
const ASK_THE_RECORD_AFTER = 15 * SECOND;

/** Brings the events of runs to those who watch them. */
@Injectable()
export class RunStreams {
  constructor(
    private readonly reader: LogReader,
    private readonly log: RunLog,
    private readonly runs: RunsRepository,
  ) {}

  /** Resolves when the run is over. The caller's `signal` only ends the waiting, not the run. */
  async untilOver(run: AcceptedRun, signal: AbortSignal): Promise<RunEntity | undefined> {
    await new Promise<void>((resolve, reject) => {
      const watch = this.watch(
        run,
        run.queued?.position ?? run.before ?? LOG_START,
        () => undefined,
        () => resolve(),
      );
      signal.addEventListener('abort', () => {
        watch.close();
        resolve();
      });
      // A repeated request may ask for a run that was over long ago.
      if (run.before === undefined) watch.askTheRecord().catch(reject);
    });
    return signal.aborted ? undefined : this.runs.get(run.id);
  }

  /** One run: replay from its first event or from after `lastEventId`, then live; ends with the run. */
  async followRun(run: AcceptedRun, stream: EventStreamResponse, lastEventId?: string): Promise<void> {
    const queued = lastEventId === undefined ? run.queued : undefined;
    if (queued) stream.write([serverSentEvent(queued.position, queued.data)]);
    const replayable = queued?.position ?? (await this.startingPoint(run, lastEventId));
    const from = replayable ?? (await this.tellOfGap(run, stream));
    let told = queued?.position ?? lastEventId;
    const watch = this.watch(
      run,
      from,
      (entries) => {
        // Redis lost the run while nobody had its events, and it begins anew: what was told is void.
        if (told !== undefined && entries[0]?.first) stream.write([gapFrame(run.sessionId, run.id, told)]);
        told = entries.at(-1)?.position;
        send(stream, entries);
      },
      (record) => {
        if (record !== undefined) stream.write(endFrames(record, from));
        stream.end();
      },
    );
    stream.onClose(() => watch.close());
    if (replayable === undefined) await watch.askTheRecord();
  }

  /** A session: from now on, or from after `lastEventId`. One who comes in the middle of a run gets the answer so far. */
  async followSession(conversation: Conversation, stream: EventStreamResponse, lastEventId?: string): Promise<void> {
    const resumable = lastEventId !== undefined && (await this.log.holds(conversation.id, lastEventId));
    const from = resumable ? lastEventId : await this.attach(conversation, stream, lastEventId !== undefined);
    const subscription = this.reader.subscribe(conversation.id, from, (entries) =>
      stream.write(entries.map((entry) => entry.frame)),
    );
    stream.onClose(() => subscription.close());
  }

  /** Writes what a newcomer must know. @returns the position to read on from */
  private async attach(conversation: Conversation, stream: EventStreamResponse, gap: boolean): Promise<string> {
    const [runId] = await this.log.line(conversation.id);
    const { seq, text, position } = await this.log.snapshot({ runId: runId ?? '', conversationId: conversation.id });
    if (gap) stream.write([gapFrame(conversation.sessionId, runId, position)]);
    if (runId !== undefined && seq !== null) {
      stream.write([snapshotFrame({ id: runId, sessionId: conversation.sessionId }, position, seq, text)]);
    }
    return position;
  }

  /** The position from which nothing is missed; undefined when events older than the replay window would be. */
  private async startingPoint(run: AcceptedRun, lastEventId: string | undefined): Promise<string | undefined> {
    if (lastEventId === undefined) return run.before;
    return (await this.log.holds(run.conversationId, lastEventId)) ? lastEventId : undefined;
  }

  /** Says what is lost and gives the answer so far. @returns the position to read on from */
  private async tellOfGap(run: AcceptedRun, stream: EventStreamResponse): Promise<string> {
    const { seq, text, position } = await this.log.snapshot(liveOf(run));
    stream.write([gapFrame(run.sessionId, run.id, position)]);
    if (seq !== null) stream.write([snapshotFrame(run, position, seq, text)]);
    return position;
  }

  /**
   * Delivers a run's events after `from`. `over` is called once: without a record when the last event was delivered,
   * with the record when only that tells of the end.
   */
  private watch(
    run: AcceptedRun,
    from: string,
    deliver: (entries: readonly LogEntry[]) => void,
    over: (record?: RunEntity) => void,
  ): LogSubscription & { askTheRecord(): Promise<void> } {
    let ended = false;
    const end = (record?: RunEntity) => {
      if (ended) return;
      close();
      over(record);
    };
    const subscription = this.reader.subscribe(run.conversationId, from, (entries) => {
      const ours = entries.filter((entry) => entry.runId === run.id);
      if (ended || ours.length === 0) return;
      timer.refresh();
      deliver(ours);
      if (ours.at(-1)?.final) end();
    });
    const askTheRecord = async () => {
      const record = await this.runs.get(run.id);
      if (record?.settled) end(record);
    };
    const timer = setInterval(() => void askTheRecord().catch(() => undefined), ASK_THE_RECORD_AFTER);
    const close = () => {
      ended = true;
      clearInterval(timer);
      subscription.close();
    };
    return { close, askTheRecord };
  }
}

function send(stream: EventStreamResponse, entries: readonly LogEntry[]): void {
  const last = entries.at(-1);
  if (last?.final) {
    const { duration_ms, cache_hit } = JSON.parse(last.data) as { duration_ms: number; cache_hit: boolean };
    stream.annotate({ agent_query_time_ms: duration_ms, cache_hit });
  }
  stream.write(entries.map((entry) => entry.frame));
}
