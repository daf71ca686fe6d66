import { type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { uniqueTexts } from '../../providers/chain/provider-gap.js';
import { type HsNomenclature } from '../../providers/nomenclature/hs-nomenclature.js';
import {
  ALL_GOODS,
  EVERY,
  type Flow,
  type TradeData,
  type TradeFact,
  type TradeFacts,
  type TradeQuery,
  WORLD,
} from '../../providers/trade-data.port.js';
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
  /** What those hold who answered the question itself. */
  readonly coverage: readonly Text[];
  /** What they could not be asked or do not hold. */
  readonly gaps: readonly Text[];
}

/** Asks the provider for the trade in question and for what helps to read it, all at once. */
export async function holdTrade(
  trade: TradeData,
  nomenclature: HsNomenclature,
  asked: AskedTrade,
  signal: AbortSignal,
): Promise<HeldTrade> {
  const { reporter, years } = asked;
  const queries = queriesFor(asked, nomenclature);
  const names = Object.keys(queries) as (keyof typeof queries)[];
  const wanted = names.filter((name) => queries[name].hsCodes.length > 0);
  const answers = await trade.all(
    wanted.map((name) => queries[name]),
    signal,
  );
  const found = (name: keyof typeof queries): TradeFacts | undefined => answers[wanted.indexOf(name)];
  const facts = (name: keyof typeof queries) => [...(found(name)?.facts ?? [])].sort(newestFirst);
  const same = facts('same');
  const direct = [found('same'), found('byPartner')].filter((answer) => answer !== undefined);
  return {
    same,
    related: [
      { role: 'reporter_with_world', facts: relevant(facts('reporterWithWorld'), years) },
      { role: 'partner_with_world', facts: relevant(facts('partnerWithWorld'), years) },
      { role: 'mirror', facts: relevant(facts('mirror'), years) },
      { role: 'world', facts: relevant(facts('world'), years) },
      {
        role: 'other_reporter',
        facts: leaders(
          facts('others').filter((fact) => fact.reporter !== reporter),
          years,
        ),
      },
      { role: 'wider_group', facts: relevant(facts('inGroup'), years) },
      { role: 'part_of_product', facts: same.length > 0 ? [] : relevant(facts('inPart'), years) },
    ],
    byPartner: facts('byPartner'),
    sources: answers.flatMap((answer) => answer.sources),
    coverage: uniqueTexts(direct.flatMap((answer) => answer.coverage)),
    gaps: uniqueTexts(direct.flatMap((answer) => answer.gaps)),
  };
}

/** The question and those around it; one without codes is not asked. */
function queriesFor(
  { reporter, flow, years, hsCode, partner: askedPartner }: AskedTrade,
  nomenclature: HsNomenclature,
) {
  const partner = askedPartner === EVERY ? WORLD : askedPartner;
  const opposite: Flow = flow === 'X' ? 'M' : 'X';
  const codes = nomenclature.statisticalCodes(hsCode);
  const query = (from: string, to: string, direction: Flow, hsCodes: readonly string[] = codes): TradeQuery => ({
    reporter: from,
    partner: to,
    flow: direction,
    hsCodes,
    years,
  });
  const bilateral = partner !== WORLD;
  const when = (condition: boolean, hsCodes = codes) => (condition ? hsCodes : []);
  return {
    same: query(reporter, partner, flow),
    reporterWithWorld: query(reporter, WORLD, flow, when(bilateral)),
    partnerWithWorld: query(partner, WORLD, opposite, when(bilateral)),
    mirror: query(partner, reporter, opposite, when(bilateral)),
    world: query(WORLD, WORLD, flow, when(reporter !== WORLD)),
    others: query(EVERY, WORLD, flow),
    inGroup: query(reporter, partner, flow, when(hsCode !== ALL_GOODS && hsCode.length === 6, [hsCode.slice(0, 4)])),
    inPart: query(reporter, partner, flow, when(hsCode !== ALL_GOODS, nomenclature.subheadingsOf(hsCode))),
    byPartner: query(reporter, EVERY, flow, when(!bilateral)),
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
