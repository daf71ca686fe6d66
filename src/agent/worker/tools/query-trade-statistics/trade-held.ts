import { type Source } from '../../../../session/index.js';
import { type HsNomenclature } from '../../providers/nomenclature/hs-nomenclature.js';
import { ALL_GOODS, EVERY, type Flow, type TradeData, type TradeFact, WORLD } from '../../providers/trade-data.port.js';
import { type ContextRole } from './query-trade-statistics.types.js';
import { isOfYears, newestFirst } from '../trade-figures/trade-periods.js';

/** The question, with codes instead of names. */
export interface AskedTrade {
  readonly reporter: string;
  /** ISO 3166-1 alpha-3, `WLD` or `ALL`. */
  readonly partner: string;
  readonly hsCode: string;
  readonly flow: Flow;
  readonly years: readonly number[];
}

/** Everything a provider holds on and around the question. */
export interface HeldTrade {
  /** The very trade that was asked for, in whatever period, newest first. */
  readonly same: readonly TradeFact[];
  /** Related trade by how it is related, newest first. */
  readonly related: readonly { readonly role: ContextRole; readonly facts: readonly TradeFact[] }[];
  /** The reporter's trade with each partner; empty where one partner was asked for. */
  readonly byPartner: readonly TradeFact[];
  readonly sources: readonly Source[];
}

/** Asks the provider for the trade in question and for what helps to read it, all at once. */
export async function holdTrade(
  trade: TradeData,
  nomenclature: HsNomenclature,
  asked: AskedTrade,
  signal: AbortSignal,
): Promise<HeldTrade> {
  const { reporter, flow, years, hsCode } = asked;
  const partner = asked.partner === EVERY ? WORLD : asked.partner;
  const opposite: Flow = flow === 'X' ? 'M' : 'X';
  const codes = nomenclature.statisticalCodes(hsCode);
  const sources: Source[][] = [];
  const ask = async (from: string, to: string, direction: Flow, hsCodes: readonly string[] = codes) => {
    if (hsCodes.length === 0) return [];
    const found = await trade.facts({ reporter: from, partner: to, flow: direction, hsCodes, years }, signal);
    sources.push([...found.sources]);
    return [...found.facts].sort(newestFirst);
  };
  const bilateral = partner !== WORLD;
  const none = Promise.resolve<TradeFact[]>([]);
  const wider = hsCode === ALL_GOODS || hsCode.length < 6 ? [] : [hsCode.slice(0, 4)];
  const narrower = hsCode === ALL_GOODS ? [] : nomenclature.subheadingsOf(hsCode);
  const [same, reporterWithWorld, partnerWithWorld, mirror, world, others, inGroup, inPart, byPartner] =
    await Promise.all([
      ask(reporter, partner, flow),
      bilateral ? ask(reporter, WORLD, flow) : none,
      bilateral ? ask(partner, WORLD, opposite) : none,
      bilateral ? ask(partner, reporter, opposite) : none,
      reporter === WORLD ? none : ask(WORLD, WORLD, flow),
      ask(EVERY, WORLD, flow),
      ask(reporter, partner, flow, wider),
      ask(reporter, partner, flow, narrower),
      bilateral ? none : ask(reporter, EVERY, flow),
    ]);
  return {
    same,
    related: [
      { role: 'reporter_with_world', facts: relevant(reporterWithWorld, years) },
      { role: 'partner_with_world', facts: relevant(partnerWithWorld, years) },
      { role: 'mirror', facts: relevant(mirror, years) },
      { role: 'world', facts: relevant(world, years) },
      {
        role: 'other_reporter',
        facts: leaders(
          others.filter((fact) => fact.reporter !== reporter),
          years,
        ),
      },
      { role: 'wider_group', facts: relevant(inGroup, years) },
      { role: 'part_of_product', facts: same.length > 0 ? [] : relevant(inPart, years) },
    ],
    byPartner,
    sources: sources.flat(),
  };
}

/** Of related figures: those of the years asked for and the averages; where a year is not held, the newest there is. */
function relevant(facts: readonly TradeFact[], years: readonly number[]): TradeFact[] {
  const asked = facts.filter((fact) => isOfYears(fact, years));
  const newest = facts.find((fact) => !fact.isAverage)?.period;
  return facts.filter((fact) => fact.isAverage || (asked.length > 0 ? asked.includes(fact) : fact.period === newest));
}

/** How many competitors help to read a figure; more would bury it. */
const LEADERS = 6;

/** The largest of one comparable list: that of a year asked for, else the newest. */
function leaders(facts: readonly TradeFact[], years: readonly number[]): TradeFact[] {
  const first = facts.find((fact) => isOfYears(fact, years)) ?? facts[0];
  return facts
    .filter((fact) => fact.period === first?.period && fact.series === first.series)
    .sort((a, b) => size(b) - size(a))
    .slice(0, LEADERS);
}

function size({ valueUsd, quantity }: TradeFact): number {
  return valueUsd ?? quantity ?? 0;
}
