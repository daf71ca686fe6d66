import { AppError } from '../../../../common/errors/app-error.js';
import { say, type Text } from '../../../../common/i18n/language.js';
import { type Providers } from '../../providers/providers.types.js';
import { citedSources } from '../citations.js';
import { sayAll } from '../say-all.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { screenSanctionsInput } from './screen-sanctions.input.js';
import { type ScreenSanctionsData } from './screen-sanctions.types.js';

/** A company is taken for the one meant only where its name is the one given. */
const SURE = 0.95;
const MOST_NAMES = 6;

const TEXTS = {
  matches: {
    en: '{count} possible matches of "{name}" on {lists} lists: resemblances of names, to be checked by a person',
    zh: '“{name}”在 {lists} 份名单中有 {count} 个疑似匹配：仅为名称相似，须人工核实',
  },
  none: {
    en: 'No name like "{name}" on the {lists} lists screened; this clears nobody',
    zh: '在已筛查的 {lists} 份名单中未发现与“{name}”相似的名称；这不代表已获放行',
  },
  notScreened: { en: '"{name}" was not screened: no list could be read', zh: '未能筛查“{name}”：无法读取任何名单' },
  coverage: {
    en: 'Screened: {lists}. A likeness of names is a possible match, never a verdict; compare address, registration number and owners with the list entry.',
    zh: '已筛查：{lists}。名称相似仅为疑似匹配，绝非结论；请将地址、登记号码和股东与名单条目核对。',
  },
  dated: { en: '{name} (copy of {day}, {count} parties)', zh: '{name}（{day} 版本，{count} 个主体）' },
  notCovered: {
    en: 'Not covered: the UFLPA Entity List, national lists of other countries, and companies that are owned by listed ones without being listed themselves.',
    zh: '未覆盖：UFLPA 实体清单、其他国家的名单，以及未被列名但由被列名主体控股的公司。',
  },
} satisfies Record<string, Text>;

/** Whether somebody of such a name is on a sanctions or export control list. */
export function screenSanctionsTool({ screening, companies }: Pick<Providers, 'screening' | 'companies'>) {
  return defineTool({
    name: 'screen_sanctions',
    description:
      'Looks for a company or person on the sanctions and export control lists of the US (OFAC SDN, BIS Entity List and others), the EU and the UN, under all names known of it. Returns possible matches with how alike the names are, and the day each list is of. A possible match is never a verdict, and no match is no clearance: always say both.',
    activity: { en: 'Screening sanctions lists', zh: '正在筛查制裁名单' },
    input: screenSanctionsInput,
    version: 1,
    run: async ({ name }, { language, signal }): Promise<ToolFindings<ScreenSanctionsData>> => {
      const names = await namesOf(name, signal);
      const { lists, matches, gaps } = await screening.screen(names, signal);
      const data: ScreenSanctionsData = {
        query: name,
        names,
        lists: lists.map((list) => ({
          id: list.id,
          name: say(list.name, language),
          copy_of: list.copyOf,
          parties: list.parties,
          source_id: list.source.id,
        })),
        possible_matches: matches.map(({ list, party, listedName, askedName, likeness }) => ({
          list: say(list.name, language),
          listed_name: party.name,
          matching_name: listedName,
          asked_name: askedName,
          likeness: Math.round(likeness * 100) / 100,
          country: party.country,
          programme: party.programme,
          listed_on: party.listedOn,
          source_id: list.source.id,
        })),
      };
      const counts = { name, count: matches.length, lists: lists.length };
      const outcome = lists.length === 0 ? TEXTS.notScreened : matches.length > 0 ? TEXTS.matches : TEXTS.none;
      const screened = data.lists.map((list) =>
        say(TEXTS.dated, language, { name: list.name, day: list.copy_of, count: list.parties }),
      );
      const separator = language === 'zh' ? '；' : '; ';
      return {
        data,
        sources: citedSources(
          data,
          lists.map(({ source }) => source),
        ),
        summary: say(outcome, language, counts),
        coverage:
          lists.length === 0
            ? say(TEXTS.notScreened, language, counts)
            : say(TEXTS.coverage, language, { lists: screened.join(separator) }),
        missing: [...sayAll(gaps, language), say(TEXTS.notCovered, language)],
        confidence: lists.length === 0 ? 'low' : gaps.length > 0 ? 'medium' : 'high',
      };
    },
  });

  /** The name given, and what else the company is called where we are sure which it is. */
  async function namesOf(name: string, signal: AbortSignal): Promise<string[]> {
    const best = await companies.search(name, signal).then(
      ({ matches }) => matches[0],
      (error: unknown) => {
        if (error instanceof AppError) return undefined;
        throw error;
      },
    );
    if (!best || best.score < SURE) return [name];
    const { nameZh, nameEn, aliases, statements } = best.company;
    const legal = statements.filter(({ field }) => field === 'legal_name_zh' || field === 'legal_name_en');
    const known = [nameZh, nameEn, ...legal.map(({ value }) => String(value)), ...aliases];
    return [...new Set([name, ...known.filter((one) => one !== null)])].slice(0, MOST_NAMES);
  }
}
