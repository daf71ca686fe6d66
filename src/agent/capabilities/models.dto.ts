import { type Capabilities } from './capability-board.js';

/** A language model the agent can use. */
export class ModelDto {
  /**
   * Its name, as answers and `start` events bear it.
   * @example gemini-2.5-flash
   */
  name!: string;

  /**
   * `preferred` is asked first, `stand_in` when it fails, in the order of the list; null where it is not in use.
   * @example preferred
   */
  role!: Capabilities['models'][number]['role'];

  /**
   * `up`: asked as needed. `open`: it failed several times and is left alone for a while. `off`: it is not in use; `needs` says why.
   * @example up
   */
  state!: Capabilities['models'][number]['state'];

  /**
   * The variable that switches it on, where it is off.
   * @example GOOGLE_ADK_API_KEY
   */
  needs!: string | null;
}

/** Which language models the agent can use right now. */
export class ModelsDto {
  /**
   * When a worker said so; null while no worker is there.
   * @example 2026-11-22T08:00:00.000Z
   */
  reported_at!: string | null;

  /** The models, those in use first, in the order they are asked. */
  models!: ModelDto[];
}
