import { type Scene } from '../fakes/stage/scene.js';
import { type Watcher } from './watcher.js';

/** A question and what became of it, as far as its client knows. */
export interface Question {
  readonly scene: Scene;
  readonly session: Session;
  readonly key: string | undefined;
  /** When the model was called for it (ms since 1970). */
  readonly calledAt: readonly number[];
  /** Set when it was accepted. */
  runId?: string;
  /** Why it was not: the last status and code, or that no answer came. */
  refusal?: string;
  /** What its session's watcher had got to before it was asked; undefined: it had not come yet. */
  watchedFrom: string | undefined;
  /** Who watched this run alone. */
  watcher?: Watcher;
  /** A receipt that said that nothing starts any more, and when it came. */
  stopped?: { readonly at: number; readonly status: string };
}

export interface Session {
  readonly name: string;
  readonly watcher: Watcher;
  /** Whether its deletion was asked for. */
  deleted: boolean;
}
