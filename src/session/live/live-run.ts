/** A run as its live side knows it. */
export interface LiveRun {
  readonly runId: string;
  readonly conversationId: string;
}

/** One event on its way into the log: its JSON object without `seq`, and what it means for the log. */
export interface LogEntryDraft {
  readonly json: string;
  /** The words it adds to the answer so far. */
  readonly text?: string;
  /** Makes the answer so far void. */
  readonly voids?: boolean;
  /** Closes the run's part of the log; nothing can follow. */
  readonly final?: boolean;
}

/** Who is to stand before a run in its line by the records, which Redis may have lost. */
export interface RunsBefore {
  readonly atWork?: string;
  /** The oldest first. */
  readonly waiting: readonly string[];
}

export type Admission =
  | {
      readonly admitted: true;
      /** Runs before it in the line; 0 means it may start. */ readonly ahead: number;
      /** The position before its first event. */
      readonly before: string;
      /** Its first event; undefined where it had been admitted before. */
      readonly queued: WrittenEvent | undefined;
    }
  | {
      readonly admitted: false;
      /** Runs stand in the line, and it was not to wait for them; it has ended already; or the session was deleted. */
      readonly because: 'busy' | 'over' | 'closed';
    };

export interface Snapshot {
  /** The number of the last event the text covers; null where the run is over or unknown. */
  readonly seq: number | null;
  readonly text: string;
  /** Where in the log to read on. */
  readonly position: string;
}

/** An event of a run as the log holds it. */
export interface WrittenEvent {
  readonly position: string;
  readonly data: string;
}

/** What an attempt finds in the log that it takes over. */
export interface TakenLog {
  /** The number of the run's last event. */
  readonly seq: number;
  /** The run's events so far; without the oldest where the log no longer holds them. */
  readonly events: readonly WrittenEvent[];
}
