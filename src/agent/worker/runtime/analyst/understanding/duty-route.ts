import { type Flow } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type PlacedCountry } from './countries.js';
import { CUES } from './cues.js';
import { type CountryMention, type DutyRoute } from './question.js';
import { type Sentence } from './sentence.js';

/** Duties the USA levy under an act of their own: "section 301 tariffs", "301条款". */
const US_STATUTE = /\bsections? \d{3}\b|(?:美国)?\d{3}\s*(?:条款|调查)/g;

/** Whether the question speaks of duties of that kind; its words are taken, so that nobody looks for goods of that name. */
export function readUsStatute(sentence: Sentence): boolean {
  const found = sentence.free(US_STATUTE);
  for (const match of found) sentence.take({ start: match.index, end: match.index + match[0].length });
  return found.length > 0;
}

/**
 * Who levies the duty and where the goods come from: "美国对中国的手机征收多少关税" and "从中国出口手机到美国关税多少" ask the same.
 * A country that is named as an adjective of the goods ("Chinese shoes") is their origin.
 */
export function readDutyRoute(places: readonly PlacedCountry[], flows: readonly Flow[], lower: string): DutyRoute {
  const named = places.filter(({ code }) => code !== 'WLD');
  const of = (role: PlacedCountry['role']) => named.find((place) => place.role === role);
  const subjects = named.filter(({ role }) => role === 'subject' || role === 'pair');
  const adjective = named.find((place) => place.adjective);
  const nouns = subjects.filter((place) => place !== adjective || subjects.length === 1);
  const [first, second] = nouns;
  const target = of('target');
  const levied = CUES.duty.test(lower);
  if (target && first && levied && !flows.includes('X')) return route(first, target);
  if (target) return route(target, of('origin') ?? adjective ?? first ?? of('source'));
  const source = of('source') ?? of('origin');
  if (source) return route(first, source);
  return route(first, second ?? (adjective === first ? undefined : adjective));
}

function route(importer: PlacedCountry | undefined, exporter: PlacedCountry | undefined): DutyRoute {
  return { importer: mention(importer), exporter: mention(exporter) };
}

function mention(place: PlacedCountry | undefined): CountryMention | undefined {
  return place && { code: place.code, name: place.name };
}
