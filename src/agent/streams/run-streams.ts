import { Injectable } from '@nestjs/common';
import { SECOND } from '../../common/clock.js';
import {
  compareLogPositions,
  type Conversation,
  LOG_START,
  type LogEntry,
  LogReader,
  type LogSubscription,
  LogView,
  positionInNothing,
  RunLog,
  serverSentEvent,
  stoodInNothing,
  timeOfLogPosition,
} from '../../session/index.js';
import { type AcceptedRun } from '../runs/accepted-run.js';
import { type RunEntity } from '../runs/run.entity.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { type EventStreamResponse } from './event-stream-response.js';
import { endFrames, gapFrame, isEndPosition, recapFrames } from './synthetic-events.js';
import { liveOf } from '../runs/live-of.js';
import { patiently } from '../runs/patiently.js';
import { ToldRuns } from './told-runs.js';

/** Longer than a run is on record before it stands in its session's line. */
const ON_ITS_WAY = 2 * SECOND;
/** How long a run may be silent before its record is asked whether it is over: the log may have been lost. */
const ASK_THE_RECORD_AFTER = 15 * SECOND;

/** Brings the events of runs to those who watch them. */
@Injectable()
export class RunStreams {
  constructor(
    private readonly reader: LogReader,
    private readonly log: RunLog,
    private readonly view: LogView,
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
    // It was accepted, so that a store that is away for a moment is no reason to tell the client otherwise.
    return signal.aborted ? undefined : patiently(() => this.runs.get(run.id));
  }

  /**
   * One run: replay from its first event or from after the id one came with, then live; ends with the run.
   * @returns false where nothing comes after that id; then no stream was opened
   */
  async followRun(run: AcceptedRun, open: () => EventStreamResponse, cameWith?: string): Promise<boolean> {
    const lastEventId = cameWith !== undefined && stoodInNothing(cameWith) ? LOG_START : cameWith;
    if (lastEventId !== undefined && (await this.isTold(run, lastEventId))) return false;
    const queued = lastEventId === undefined ? run.queued : undefined;
    const start = queued ? { from: queued.position, told: true } : await this.startOf(run, lastEventId);
    const stream = open();
    if (queued) stream.write([serverSentEvent(queued.position, queued.data)]);
    if (start === undefined) return this.followFromGap(run, stream, lastEventId !== undefined);
    const { from } = start;
    if (start.gap) stream.write([gapFrame(run.sessionId, run.id, from)]);
    const told = new ToldRuns(run.sessionId, from);
    if (lastEventId === undefined) told.startFresh();
    if (start.told) told.note(run.id, queued && 1);
    this.deliver(run, stream, from, told);
    return true;
  }

  /** Begins with what is lost, and the answer so far. @param before whether anything of the run was told to this reader before */
  private async followFromGap(run: AcceptedRun, stream: EventStreamResponse, before: boolean): Promise<true> {
    const { id: runId, sessionId } = run;
    const { seq, text, position } = await this.log.snapshot(liveOf(run));
    const told = new ToldRuns(sessionId, position);
    const runs = seq === null ? [] : [{ runId, seq, text }];
    stream.write(recapFrames({ sessionId, position, gap: true, runId, runs }));
    if (seq !== null) told.note(run.id, seq);
    else if (before) told.note(run.id);
    await this.deliver(run, stream, position, told, true).askTheRecord();
    return true;
  }

  /** Writes a run's events after `from` until its end. @param gapTold whether the reader has just been told of a gap */
  private deliver(run: AcceptedRun, stream: EventStreamResponse, from: string, told: ToldRuns, gapTold = false) {
    let position = from;
    const watch = this.watch(
      run,
      from,
      (entries) => {
        const next = told.next(entries);
        position = next.position;
        if (next.frames.length > 0) stream.write(next.frames);
        if (next.whole) annotateEnd(stream, entries.at(-1));
        else {
          watch.close();
          this.goOn(stream, () => this.followFromGap(run, stream, true));
        }
      },
      (record) => {
        if (record !== undefined) stream.write(endFrames(record, position, gapTold && position === from));
        stream.end();
      },
    );
    stream.onClose(() => watch.close());
    return watch;
  }

  /** Tells on from a snapshot one who would miss an event that Redis lost. One who cannot be told comes back, as after any cut. */
  private goOn(stream: EventStreamResponse, follow: () => Promise<unknown>): void {
    if (!stream.closed) void follow().catch(() => stream.end());
  }

  /** A session: from now on, or from after `lastEventId`. One who comes in the middle of a run gets the answer so far. */
  async followSession(conversation: Conversation, stream: EventStreamResponse, lastEventId?: string): Promise<void> {
    if (lastEventId === undefined) return this.attach(conversation, stream, lastEventId);
    const from = stoodInNothing(lastEventId) ? LOG_START : lastEventId;
    // Before it is asked whether the log is still there: a run that is lost in between is one that has a gap.
    const heardOf = await this.heardOf(conversation, from);
    const resumable =
      (await this.view.holds(conversation.id, from)) && !(await this.hasLostEnds(conversation, lastEventId));
    if (!resumable) return this.attach(conversation, stream, lastEventId);
    const told = new ToldRuns(conversation.sessionId, lastEventId);
    for (const runId of heardOf) told.note(runId);
    this.deliverSession(conversation, stream, from, told);
  }

  /** Whether a run has ended since one stood where there was nothing, and the log that has begun since does not tell of it. */
  private async hasLostEnds(conversation: Conversation, lastEventId: string): Promise<boolean> {
    if (lastEventId === LOG_START || !stoodInNothing(lastEventId)) return false;
    const ended = await this.runs.endedSince(conversation, new Date(timeOfLogPosition(lastEventId)));
    const ends = ended.filter(({ settled }) => settled).map((run) => this.view.endOf(liveOf(run)));
    return (await Promise.all(ends)).includes(undefined);
  }

  /** The runs that are not settled of which one who was told that position has heard. */
  private async heardOf({ id, userId }: Conversation, position: string): Promise<string[]> {
    const [line, unsettled] = await Promise.all([this.view.lineAt(id, position), this.runs.unsettledOf(userId, id)]);
    // Redis lost those that are on record and not in the line; they begin, or end, anew. What came a moment before may be on its way there.
    const surelyTold = timeOfLogPosition(position) - ON_ITS_WAY;
    const lost = unsettled.filter((run) => !line.has(run.id) && run.createdAt.getTime() < surelyTold);
    return [...line.keys()].filter((runId) => line.get(runId)).concat(lost.map((run) => run.id));
  }

  private deliverSession(conversation: Conversation, stream: EventStreamResponse, from: string, told: ToldRuns): void {
    const subscription = this.reader.subscribe(conversation.id, from, (entries) => {
      const events = entries.filter((entry) => entry.runId !== '');
      const { frames, whole, position } = told.next(events);
      if (frames.length > 0) stream.write(frames);
      // One that belongs to no run says that the session is no more.
      if (events.length < entries.length) stream.end();
      else if (!whole) {
        subscription.close();
        this.goOn(stream, () => this.attach(conversation, stream, position, told));
      }
    });
    stream.onClose(() => subscription.close());
  }

  /** Writes what a newcomer must know, and goes on from there. @param since what the reader was told last, where something is missing since */
  private async attach(
    conversation: Conversation,
    stream: EventStreamResponse,
    since: string | undefined,
    told = new ToldRuns(conversation.sessionId, LOG_START),
  ): Promise<void> {
    const { id, sessionId } = conversation;
    const { position, runs: standing, ended } = await this.view.attach(id);
    // Asked later: one that ends in between is told to have ended, and not once more.
    const over = await this.endedSince(conversation, { since, until: position }, told);
    const runs = standing.filter(({ runId }) => !over.some((run) => run.id === runId));
    // As early as to be sure that nothing has ended before it that is not told of.
    const shown = position === LOG_START ? positionInNothing(Date.now() - ON_ITS_WAY) : position;
    told.restart(
      shown,
      runs,
      over.map((run) => run.id),
    );
    stream.write(recapFrames({ sessionId, position: shown, gap: since !== undefined, over, runs }));
    if (ended) stream.end();
    else this.deliverSession(conversation, stream, position, told);
  }

  /** The runs that ended while the reader missed something, as far as it could have been replayed. Who was there before the log had no time. */
  private async endedSince(
    conversation: Conversation,
    { since, until }: { since: string | undefined; until: string },
    told: ToldRuns,
  ): Promise<RunEntity[]> {
    if (since === undefined || since === LOG_START) return [];
    const time = Math.max(timeOfLogPosition(since), Date.now() - this.log.retentionMs);
    const ended = await this.runs.endedSince(conversation, new Date(time));
    const missed = ended
      .filter((run) => !told.isOver(run.id))
      .map(async (run) => {
        // The log tells the end of one that is not settled, but for him who reads on after it.
        const end = run.settled ? LOG_START : await this.view.endOf(liveOf(run));
        return end !== undefined && compareLogPositions(end, until) <= 0 ? [run] : [];
      });
    return (await Promise.all(missed)).flat();
  }

  /** Whether one who was told `lastEventId` was told all of a run. */
  private async isTold(run: AcceptedRun, lastEventId: string): Promise<boolean> {
    if (isEndPosition(run.id, lastEventId)) return true;
    const end = await this.view.endOf(liveOf(run));
    if (end === undefined || compareLogPositions(lastEventId, end) < 0) return false;
    // An id of another session may be as high.
    return lastEventId === end || this.view.holds(run.conversationId, lastEventId);
  }

  /** Whether the log tells of the run's end to one who stands there: a process that slept, or was cut off, may not have read it yet. */
  private async hasEndAfter(run: AcceptedRun, position: string): Promise<boolean> {
    const end = await this.view.endOf(liveOf(run));
    if (end === undefined || compareLogPositions(end, position) <= 0) return false;
    return this.view.holds(run.conversationId, end);
  }

  /** Where to read on from, and whether anything of the run was told; undefined when events older than the replay window would be missed. */
  private async startOf(
    run: AcceptedRun,
    lastEventId: string | undefined,
  ): Promise<{ from: string; told: boolean; gap?: boolean } | undefined> {
    const { before } = run;
    if (lastEventId === undefined) return before === undefined ? undefined : { from: before, told: false };
    const held = await this.view.holds(run.conversationId, lastEventId);
    if (before === undefined) {
      // What became of a run that is not known any more only its record tells.
      return held && (await this.log.knows(liveOf(run))) ? { from: lastEventId, told: true } : undefined;
    }
    const told = held && compareLogPositions(lastEventId, before) > 0;
    return told ? { from: lastEventId, told } : { from: before, told, gap: !held };
  }

  /**
   * Delivers a run's events after `from`. `over` is called once: without a record when the last event was delivered or there is no
   * record any more, as its account was erased; with the record when only that tells of the end.
   */
  private watch(
    run: AcceptedRun,
    from: string,
    deliver: (entries: readonly LogEntry[]) => void,
    over: (record?: RunEntity) => void,
  ): LogSubscription & { askTheRecord(): Promise<void> } {
    let ended = false;
    let at = from;
    const end = (record?: RunEntity) => {
      if (ended) return;
      close();
      over(record);
    };
    const subscription = this.reader.subscribe(run.conversationId, from, (entries) => {
      const ours = entries.filter((entry) => entry.runId === run.id);
      if (ended || ours.length === 0) return;
      timer.refresh();
      at = ours.at(-1)?.position ?? at;
      deliver(ours);
      if (ours.at(-1)?.final) end();
    });
    const askTheRecord = async () => {
      const record = await this.runs.get(run.id);
      if (record === undefined) end();
      else if (record.settled && !(await this.hasEndAfter(run, at))) end(record);
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

function annotateEnd(stream: EventStreamResponse, last: LogEntry | undefined): void {
  if (!last?.final) return;
  const { duration_ms, cache_hit } = JSON.parse(last.data) as { duration_ms: number; cache_hit: boolean };
  stream.annotate({ agent_query_time_ms: duration_ms, cache_hit });
}
