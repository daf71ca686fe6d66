import { type z } from 'zod';
import { type Language, type Text } from '../../../common/i18n/language.js';
import { type Artifact, type Source } from '../../../session/index.js';
import { type Artifacts } from './artifacts.port.js';

/** What a tool found. Figures live in `data`; each names the `id` of its source where it stands. */
export interface ToolFindings<D = unknown> {
  readonly data: D;
  readonly sources: readonly Source[];
  /** One line for the event stream, in the run's language, e.g. `3 rows, 2022–2023 average`. */
  readonly summary: string;
  /** What the data covers, in the run's language. */
  readonly coverage: string;
  /** What was asked for and is not held, in the run's language, one sentence each; the answer must say these. */
  readonly missing: readonly string[];
  readonly confidence: 'high' | 'medium' | 'low';
  /** The files the call has saved. A tool leaves it out: whoever calls it fills it in. */
  readonly artifacts?: readonly Artifact[];
}

/** What a tool may use beside its arguments. */
export interface ToolContext {
  readonly language: Language;
  /** Aborted when the run is cancelled or out of time: stop at once. */
  readonly signal: AbortSignal;
  /** Tells the user how far a slow tool is: 0 to 1, and a line in the run's language. */
  readonly progress: (fraction: number, content: string) => void;
  /** Keeps files for the user. */
  readonly artifacts: Artifacts;
  /** What tools returned in this conversation before this call, with their sources under the ids the model sees (`s1`). */
  readonly findings: readonly ToolFindings[];
}

/**
 * Something the agent can do. A plain object: how to add one is told in docs/adding-a-tool.md.
 * `run` throws an AppError for a failure the user should hear of; what is merely not held goes into `missing`.
 */
export interface Tool<I extends z.ZodObject = z.ZodObject, D = unknown> {
  /** snake_case, as the model calls it. */
  readonly name: string;
  /** For the model: when to call it, what it returns. English. */
  readonly description: string;
  /** What the user reads while it works, e.g. `Looking up trade statistics`. */
  readonly activity: Text;
  readonly input: I;
  /** Grows when the same arguments may give another answer: it is part of the answer cache's key. */
  readonly version: number;
  readonly run: (input: z.output<I>, context: ToolContext) => Promise<ToolFindings<D>>;
}

/** Keeps the argument and data types of a tool while it is written down. */
export function defineTool<I extends z.ZodObject, D>(tool: Tool<I, D>): Tool<I, D> {
  return Object.freeze(tool);
}
