import { type LogEntry } from '../../session/index.js';
import { gapFrame } from './synthetic-events.js';

/** Told by somebody else, as far as nobody here knows. */
const SOMEWHERE = -1;
/** An end comes once more within moments of its run, if it does: a session may be watched for days. */
const REMEMBERED_ENDS = 20;

/**
 * How far one who watches was told of each run. A log that Redis lost may come back without events that nobody had read yet, and a run that
 * nobody had at work begins anew in it: neither may pass for what follows on what was told.
 */
export class ToldRuns {
  private readonly seqs = new Map<string, number>();
  private readonly over = new Set<string>();
  private knowsAll = false;

  /** @param position where the reader stands */
  constructor(
    private readonly sessionId: string,
    private position: string,
  ) {}

  /**
   * Tells how far all runs of a session are that are not over, as the reader was told just now: what others have to say begins with 1.
   * @param over those whose end the reader was told just now
   */
  restart(
    position: string,
    runs: readonly { readonly runId: string; readonly seq: number }[],
    over: readonly string[],
  ): void {
    this.position = position;
    this.knowsAll = true;
    this.seqs.clear();
    for (const { runId, seq } of runs) this.note(runId, seq);
    for (const runId of over) this.end(runId);
  }

  /** The reader was told nothing of any run. */
  startFresh(): void {
    this.knowsAll = true;
  }

  /** Whether the reader was told the end of that run. */
  isOver(runId: string): boolean {
    return this.over.has(runId);
  }

  /** A run was told up to that event; left out where it is not known which it was. */
  note(runId: string, seq = SOMEWHERE): void {
    this.seqs.set(runId, seq);
  }

  /**
   * What the reader is to be told of these entries.
   * @returns `whole` is false where an event is missing: what follows cannot be told without a snapshot, unless the whole answer is part of it
   */
  next(entries: readonly LogEntry[]): {
    readonly frames: Buffer[];
    readonly whole: boolean;
    readonly position: string;
  } {
    const frames: Buffer[] = [];
    for (const { runId, seq, frame, final, anew: goesOn, position } of entries) {
      // Its end was lost before it was noted as settled, and is told once more for others.
      if (this.over.has(runId)) continue;
      const told = this.seqs.get(runId) ?? (this.knowsAll ? 0 : SOMEWHERE);
      // It begins anew, and what was told is void; or something is missing.
      const anew = (seq === 1 && this.seqs.has(runId)) || (goesOn && told === SOMEWHERE);
      const missing = told !== SOMEWHERE && seq !== 1 && seq !== told + 1;
      if (missing && !entries.some((entry) => entry.runId === runId && entry.final))
        return { frames, whole: false, position: this.position };
      if (anew || missing) frames.push(gapFrame(this.sessionId, runId, this.position));
      frames.push(frame);
      this.position = position;
      if (final) this.end(runId);
      else this.seqs.set(runId, seq);
    }
    return { frames, whole: true, position: this.position };
  }

  private end(runId: string): void {
    this.seqs.delete(runId);
    this.over.add(runId);
    const [oldest] = this.over;
    if (this.over.size > REMEMBERED_ENDS && oldest !== undefined) this.over.delete(oldest);
  }
}
