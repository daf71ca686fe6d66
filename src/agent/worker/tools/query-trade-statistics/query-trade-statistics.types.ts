import { type Flow } from '../../providers/trade-data.port.js';
import { type FactConfidence, type Period, type Place, type ProductRef } from '../finding.types.js';

export type { Flow };

/** One figure of customs statistics. */
export interface TradeRow extends Period {
  readonly reporter: Place;
  readonly partner: Place;
  /** The code, or the codes the figure counts together: `851712+851713`. */
  readonly hs_code: string;
  /** What the figure counts, as its source words it: quoted rows may group codes, e.g. `8517.12/13`. */
  readonly hs_description: string;
  readonly flow: Flow;
  /** US dollars; null where the source gives only a quantity. */
  readonly value_usd: number | null;
  /** The value as published, where that is not in US dollars: `value_usd` is then converted, or null without a rate. */
  readonly original?: { readonly value: number; readonly currency: string };
  readonly quantity: number | null;
  /** e.g. `units`; null without a quantity. */
  readonly quantity_unit: string | null;
  readonly confidence: FactConfidence;
  readonly source_id: string;
}

/** How a context row relates to the question. */
export type ContextRole =
  | 'same_trade_other_period' // what was asked, for a period that was not: often an average
  | 'reporter_with_world' // what the reporter trades with everybody
  | 'partner_with_world' // what the partner trades with everybody, in the opposite flow
  | 'mirror' // the same trade as the partner reports it
  | 'world' // the whole world's trade in the product
  | 'other_reporter' // another country's trade in the product with the same partner
  | 'wider_group' // the same trade in a wider group of goods that holds the product
  | 'part_of_product'; // the same trade in a part of the goods that were asked for

export interface ContextRow extends TradeRow {
  readonly role: ContextRole;
  /** What the row is, in the run's language, e.g. `美国自全球进口`. */
  readonly label: string;
}

/** A partner's place among all partners the provider holds. */
export interface RankedPartner extends Period {
  /** 1 is the largest. */
  readonly rank: number;
  readonly partner: Place;
  readonly value_usd: number;
  /** Of the reporter's trade with the world in the same period and from the same source, 0 to 1; null where that total is not held. */
  readonly share: number | null;
  readonly source_id: string;
}

/** A ratio computed from two figures of the same period and source. */
export interface Share extends Period {
  /** What the ratio says, in the run's language, e.g. `占中国该产品出口总额`. */
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
  readonly part_usd: number;
  readonly whole_usd: number;
  /** The sources of both figures; one id when they are the same. */
  readonly source_ids: readonly string[];
}

/** Change between two single years of the same series (same source, same grouping of codes). Never computed with an average. */
export interface Growth {
  readonly label: string;
  readonly from_period: string;
  readonly to_period: string;
  readonly from_usd: number;
  readonly to_usd: number;
  /** 0.05 is plus five per cent. */
  readonly rate: number;
  /** The sources of both figures; one id when they are the same. */
  readonly source_ids: readonly string[];
}

export interface QueryTradeStatisticsData {
  readonly asked: {
    readonly reporter: Place;
    /** Null when all partners were asked for. */
    readonly partner: Place | null;
    readonly product: ProductRef;
    readonly flow: Flow;
    readonly years: readonly number[];
  };
  /** The trade that was asked for, in the periods asked for or, where no year was named, in every period held. Newest first. */
  readonly rows: readonly TradeRow[];
  /** Figures around it that help to read it. */
  readonly context: readonly ContextRow[];
  /** Largest partner first; filled when the partner was `ALL` or the world. */
  readonly ranking: readonly RankedPartner[];
  readonly shares: readonly Share[];
  readonly growth: readonly Growth[];
}
