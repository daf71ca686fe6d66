import { type Capabilities } from './capability-board.js';

/** Something the agent can do. */
export class ToolDto {
  /**
   * The name the model calls it by; it stands in `tool_use` events.
   * @example query_trade_statistics
   */
  name!: string;

  /**
   * When it is used and what it returns, as the model reads it.
   * @example 'Looks up customs statistics: exports or imports of one country with one partner, the world, or all partners ranked.'
   */
  description!: string;

  /**
   * What the user reads while it works, in the language of the request.
   * @example 'Looking up trade statistics'
   */
  activity!: string;

  /**
   * Grows when the same arguments may give another answer.
   * @example 2
   */
  version!: number;
}

/** A source of data the tools ask. */
export class ProviderDto {
  /**
   * Stable word for the provider.
   * @example un-comtrade
   */
  id!: string;

  /**
   * Its name.
   * @example 'UN Comtrade'
   */
  name!: string;

  /**
   * `up`: asked as needed. `limited`: its limit is used up for a while. `open`: it failed several times and is left alone for a
   * while. `offline`: there is no internet. `off_without_key`: it needs the variable in `needs`.
   * @example up
   */
  state!: Capabilities['providers'][number]['state'];

  /**
   * Where its terms are read.
   * @example https://comtrade.un.org/licenseagreement.html
   */
  terms!: string | null;

  /**
   * The variable that switches it on, where it is off.
   * @example TAVILY_API_KEY
   */
  needs!: string | null;
}

/** What the agent can use right now. */
export class ToolsDto {
  /**
   * When a worker said so; null while no worker is there.
   * @example 2026-11-22T08:00:00.000Z
   */
  reported_at!: string | null;

  /** The tools, in the order the model is told of them. */
  tools!: ToolDto[];

  /** The providers, each with its state. */
  providers!: ProviderDto[];
}
