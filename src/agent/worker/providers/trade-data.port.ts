import { type Source } from '../../../session/index.js';
import { type ProviderNotes } from './provider-notes.types.js';

/** `X` exports, `M` imports, as customs statistics write them. */
export type Flow = 'X' | 'M';

/** The code that stands for the whole world as reporter or partner. */
export const WORLD = 'WLD';
/** Asks for every reporter or partner a provider holds, the world as a whole left out. */
export const EVERY = 'ALL';
/** The code of all goods together. */
export const ALL_GOODS = 'TOTAL';

/** One figure of customs statistics, as its source gives it. */
export interface TradeFact {
  /** ISO 3166-1 alpha-3, or `WLD`. */
  readonly reporter: string;
  readonly partner: string;
  /** The codes the figure counts together, without dots; usually one. */
  readonly hsCodes: readonly string[];
  /** What the source says it counts, where that is not simply the code; otherwise null. */
  readonly description: string | null;
  readonly flow: Flow;
  /** `2024`, a month `2024-01`, months `2023-01..04`, or, when `isAverage`, the years averaged `2022-2023`. */
  readonly period: string;
  readonly isAverage: boolean;
  /** US dollars; null where the source gives only a quantity. */
  readonly valueUsd: number | null;
  /** The value as published, where that is in another currency: `valueUsd` is then converted, or null without a rate. */
  readonly original?: { readonly value: number; readonly currency: string };
  readonly quantity: number | null;
  readonly quantityUnit: string | null;
  /** Figures may be compared with each other (growth, share) only within one series. */
  readonly series: string;
  readonly confidence: Source['confidence'];
  readonly sourceId: string;
}

export interface TradeQuery {
  /** ISO 3166-1 alpha-3, `WLD`, or `ALL`. */
  readonly reporter: string;
  readonly partner: string;
  /** A figure answers the query when it counts nothing but these codes. */
  readonly hsCodes: readonly string[];
  readonly flow: Flow;
  /** The years that matter. A provider returns what it holds for them and may return other periods too. Empty: what it likes best. */
  readonly years: readonly number[];
}

export interface TradeFacts extends ProviderNotes {
  readonly facts: readonly TradeFact[];
  /** Every source a fact names, and perhaps more. */
  readonly sources: readonly Source[];
}

/**
 * Where trade figures come from. An empty answer means "not held"; a failure to ask is thrown as an AppError.
 * A figure is returned with the period its source gives: an average is never passed off as a year.
 */
export abstract class TradeData {
  /** One answer for each query, in their order. Asked together, a provider can do with fewer requests. */
  abstract all(queries: readonly TradeQuery[], signal: AbortSignal): Promise<readonly TradeFacts[]>;

  async facts(query: TradeQuery, signal: AbortSignal): Promise<TradeFacts> {
    const [facts] = await this.all([query], signal);
    return facts ?? { facts: [], sources: [], coverage: [], gaps: [] };
  }
}
