import { type Flow } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type CountryMention, type Question } from './question.js';

/** Whose trade is looked up, with whom and which way. */
export interface Perspective {
  readonly reporters: readonly CountryMention[];
  /** Empty: the world, or every partner where a ranking is asked for. */
  readonly partners: readonly CountryMention[];
  readonly flows: readonly Flow[];
}

/** TradeFlow's users trade from China: it is meant where no reporter is named. */
const HOME = { zh: { code: 'CHN', name: '中国' }, en: { code: 'CHN', name: 'China' } };

/** Asks for the countries that export, not for those exported to. */
const WHO_EXPORTS =
  /哪(?:些|个|几个)?(?:国家|地区)(?:的)?(?:向|对|往|给)|\b(?:which|what) countries (?:export|sell|ship)/;

/**
 * The view a trade question is answered from. "Which countries import most from China" names China as the origin of imports
 * by anyone: that is the ranking of China's exports; and what anyone exports to China are China's imports.
 */
export function perspectiveOf({ text, reporters, partners, flows, language, ranking }: Question): Perspective {
  const asked: readonly Flow[] = flows.length > 0 ? flows : ['X'];
  const byAnyone = reporters.length === 0 && partners.length > 0;
  // "Which countries export most phones to the USA": the sources of what the USA import.
  const sources = asked[0] === 'X' && WHO_EXPORTS.test(text.toLowerCase());
  const home = partners.some(({ code }) => code === HOME[language].code);
  if (byAnyone && asked.length === 1 && (home || sources || (ranking && asked[0] === 'M'))) {
    return { reporters: partners, partners: [], flows: [asked[0] === 'M' ? 'X' : 'M'] };
  }
  return { reporters: reporters.length > 0 ? reporters : [HOME[language]], partners, flows: asked };
}
