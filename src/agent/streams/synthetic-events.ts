import { timestamp } from '../../common/clock.js';
import { serverSentEvent } from '../../session/index.js';
import { type RunEventBody } from '../events/run-event.js';
import { terminalEvents } from '../runs/run-outcome.js';
import { type RunEntity } from '../runs/run.entity.js';

/** Events that are not in the log: they tell one reader what it cannot be told by replay. */

/** What `snapshot` carries beside the envelope. */
interface SnapshotBody {
  readonly type: 'snapshot';
  readonly content: string;
}

type Subject = Pick<RunEntity, 'id' | 'sessionId'>;

/** What takes the place of the events before a position: what is lost, and the answers so far. */
export interface Recap {
  readonly sessionId: string;
  /** Where the reader reads on. */
  readonly position: string;
  /** Whether the reader was told something before, and misses something since. */
  readonly gap: boolean;
  /** The run that the gap is of, where it is known; else the first of those. */
  readonly runId?: string;
  /** The runs that have ended in the gap. */
  readonly over?: readonly RunEntity[];
  /** The runs that are not over: the number of the last event of each, and its answer so far. */
  readonly runs: readonly { readonly runId: string; readonly seq: number; readonly text: string }[];
}

/** Only the last frame has the position: whoever is cut off among them is told all of them again. */
export function recapFrames({ sessionId, position, gap, over = [], runs, ...more }: Recap): Buffer[] {
  const { runId = runs[0]?.runId } = more;
  const idOfGap = over.length + runs.length === 0 ? position : undefined;
  const ends = over.flatMap((run) => endFrames(run, undefined, true));
  const snapshots = runs.map((run, index) =>
    snapshotFrame({ id: run.runId, sessionId }, index === runs.length - 1 ? position : undefined, run.seq, run.text),
  );
  const frames = [...(gap ? [gapFrame(sessionId, runId, idOfGap)] : []), ...ends, ...snapshots];
  return frames.length === 0 || (snapshots.length === 0 && ends.length > 0) ? [...frames, idFrame(position)] : frames;
}

/** The answer so far, for one who attaches in the middle. `seq` is the last event it covers. */
function snapshotFrame(run: Subject, position: string | undefined, seq: number, content: string): Buffer {
  return frame(position, run, seq, { type: 'snapshot', content });
}

/** Says that older events are gone. */
export function gapFrame(sessionId: string, runId: string | undefined, position: string | undefined): Buffer {
  const event = { type: 'gap', ...(runId !== undefined && { run_id: runId }), session_id: sessionId };
  return serverSentEvent(position, JSON.stringify({ ...event, timestamp: timestamp() }));
}

/** An id and nothing else: whoever is cut off before the first event comes back with it. Parsers of event streams tell nobody of it. */
function idFrame(position: string): Buffer {
  return Buffer.from(`id: ${position}\n\n`);
}

/**
 * The end of a run whose log is gone, told from its record. With the id of the last one nobody needs to come back.
 * @param position of those who follow the run alone; undefined: the frames have no id
 * @param gapTold whether the reader has just been told that something is missing; a snapshot says so, too, but an answer that was deleted has none
 */
export function endFrames(run: RunEntity, position: string | undefined, gapTold: boolean): Buffer[] {
  const events = run.events ?? 2;
  const gap = gapTold ? [] : [gapFrame(run.sessionId, run.id, position)];
  const before = run.answer === null ? gap : [snapshotFrame(run, position, events - 2, run.answer.content)];
  // `done` tells how many there were, as the log would; there is no digest, as there is nothing left to check.
  const last = terminalEvents(run).map((body, index) =>
    body.type === 'done'
      ? frame(position && endPosition(run.id, position), run, events, body, { events })
      : frame(position, run, events - 1 + index, body),
  );
  return [...before, ...last];
}

/** Whether it is the id under which the end of that run was told from its record. */
export function isEndPosition(runId: string, position: string): boolean {
  return position.endsWith(`-${endMark(runId)}`);
}

function endPosition(runId: string, position: string): string {
  return `${position.split('-')[0]}-${endMark(runId)}`;
}

/** The second part of such an id: a run's own, of 15 digits, so high as Redis counts no events of one millisecond. */
function endMark(runId: string): string {
  const digits = BigInt(`0x${runId.replaceAll('-', '')}`) % 10n ** 14n;
  return `9${String(digits).padStart(14, '0')}`;
}

function frame(
  position: string | undefined,
  run: Subject,
  seq: number,
  { type, ...rest }: RunEventBody | SnapshotBody,
  more: Readonly<Record<string, unknown>> = {},
): Buffer {
  const envelope = { seq, type, run_id: run.id, session_id: run.sessionId, timestamp: timestamp() };
  return serverSentEvent(position, JSON.stringify({ ...envelope, ...rest, ...more }));
}
