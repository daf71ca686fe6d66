import { type ToolOutcome } from '../conversation.js';
import { CUES } from '../understanding/cues.js';
import { type CountryMention, type Question } from '../understanding/question.js';
import { LARGEST_IMPORTERS } from '../understanding/regions.js';
import { tariffOf } from './tariff.plan.js';
import { withCodes } from './trade.plan.js';
import { TOOL, type ToolRequest } from './tool-request.js';

const HOME = 'CHN';
const MOST_PRODUCTS = 2;
/** As many as the tool takes. */
export const MOST_MARKETS = 10;

/** Countries as markets for a product. With a single one, a market overview, its tariff is of interest, too. */
export function planComparison(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  const { exporter, markets } = comparedMarkets(question);
  const [only] = markets;
  return withCodes(
    question.products.slice(0, MOST_PRODUCTS),
    outcomes,
    (code) => [
      {
        tool: TOOL.compare,
        args: { product: code, markets: markets.slice(0, MOST_MARKETS), exporter, years: question.years.slice(-5) },
      },
      ...(isOverview(question) && markets.length === 1 && only !== exporter ? [tariffOf(code, only, exporter)] : []),
    ],
    2 * MOST_PRODUCTS,
  );
}

/** Asked for a market as a whole, not only for a share of it. */
function isOverview({ text }: Question): boolean {
  return !CUES.share.test(text.toLowerCase());
}

/** Who sells, and where: who is named as the origin of the goods sells; where no country is named, the largest importers are compared. */
export function comparedMarkets(question: Question): { exporter: string; markets: string[] } {
  const { reporters, partners, regions, flows } = question;
  const share = CUES.share.test(question.text.toLowerCase()) && reporters.length + partners.length === 2;
  if (share) return shareOf([...codes(reporters), ...codes(partners)]);
  const bought = flows.includes('M') && !flows.includes('X');
  const sold = flows.includes('X') && partners.length > 0;
  const [sellers, buyers] = bought
    ? [partners, reporters]
    : sold
      ? [reporters, partners]
      : [[], [...reporters, ...partners]];
  const seller = codes(sellers)[0] ?? sellerAmong(buyers, question);
  const named = [...codes(buyers), ...regions.filter(({ isOrigin }) => !isOrigin).flatMap(({ members }) => members)];
  const markets = named.length > 0 ? named : LARGEST_IMPORTERS.members;
  return { exporter: seller, markets: [...new Set(markets)].filter((code) => code !== seller) };
}

/** "China's share of US imports": the user's own country sells, else who is named first. */
function shareOf([first = HOME, second = HOME]: readonly string[]): { exporter: string; markets: string[] } {
  return second === HOME ? { exporter: second, markets: [first] } : { exporter: first, markets: [second] };
}

/** "Chinese solar panels in Germany and France" names China as the seller, "China and the USA" two markets. */
function sellerAmong(countries: readonly CountryMention[], { made, regions }: Question): string {
  const named = codes(countries);
  if (made && named.length + regions.length > 1) return made.code;
  return named.length === 1 || !named.includes(HOME) ? HOME : 'WLD';
}

function codes(countries: readonly CountryMention[]): string[] {
  return countries.map(({ code }) => code).filter((code) => code !== 'WLD');
}
