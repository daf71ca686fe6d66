import { type Language, say } from '../../../../../common/i18n/language.js';
import {
  type PossibleMatchRow,
  type ScreenSanctionsData,
} from '../../../tools/screen-sanctions/screen-sanctions.types.js';
import { type ToolOutcome } from '../conversation.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, bullets, cite, plain, section, table } from './markdown.js';
import { matterNotes } from './notes.js';
import { percent, quantity } from './numbers.js';
import { listPlaces } from './official-places.js';
import { COLUMNS, HEADINGS } from './phrases.js';

const MOST_MATCHES = 10;
const NO_VERDICT = {
  en: '> A likeness of names is a possible match, never a verdict; no match is no clearance. Have a person compare address, registration number and owners with the list entry.',
  zh: '> 名称相似只是疑似匹配，绝非结论；未发现匹配也不代表放行。请人工核对地址、登记号码和股东。',
};

/** Whether names like those asked for are on a list; never a verdict. */
export function writeScreening(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const results = screeningsIn(outcomes);
  const body = blocks(
    ...results.map((data) => blocks(screeningHeadline(data, language), screeningDetails(data, language))),
    results.some(({ lists }) => lists.length > 0) ? say(NO_VERDICT, language) : undefined,
  );
  const name = plain(results[0]?.query ?? '', 60);
  const next = language === 'zh' ? [`${name}的资质怎么样？`] : [`Profile of ${name}`];
  return { body, notes: matterNotes(question, language), next: name === '' ? [] : next };
}

/** The screening as a part of a company's profile. */
export function screeningSection(outcomes: readonly ToolOutcome[], language: Language): string | undefined {
  const results = screeningsIn(outcomes);
  const parts = results.map((data) =>
    blocks(screeningHeadline(data, language), matchTable(data.possible_matches, language)),
  );
  const held = results.some(({ lists }) => lists.length > 0);
  return section(say(HEADINGS.screening, language), blocks(...parts, held ? say(NO_VERDICT, language) : undefined));
}

function screeningsIn(outcomes: readonly ToolOutcome[]): ScreenSanctionsData[] {
  return findingsOf<ScreenSanctionsData>(TOOL.sanctions, outcomes).map(({ data }) => data);
}

function screeningHeadline(
  { query, lists, possible_matches: matches }: ScreenSanctionsData,
  language: Language,
): string {
  const name = plain(query, 80);
  const zh = language === 'zh';
  if (lists.length === 0) {
    const refusal = zh
      ? `**未能筛查“${name}”**：当前无法读取任何制裁名单。`
      : `**“${name}” was not screened**: no sanctions list could be read. `;
    return `${refusal}${listPlaces(language)}`;
  }
  const cited = cite(...lists.map(({ source_id }) => source_id));
  if (matches.length === 0) {
    return zh
      ? `在已筛查的 ${lists.length} 份名单中**未发现**与“${name}”相似的名称${cited}。`
      : `**No name like “${name}”** was found on the ${lists.length} lists screened ${cited}.`;
  }
  return zh
    ? `“${name}”在 ${lists.length} 份名单中有 **${matches.length} 个疑似匹配**，须人工核实${cited}。`
    : `**${matches.length} possible ${matches.length === 1 ? 'match' : 'matches'}** of “${name}” on the ${lists.length} lists screened; to be checked by a person ${cited}.`;
}

function screeningDetails(
  { lists, names, possible_matches: matches }: ScreenSanctionsData,
  language: Language,
): string {
  const zh = language === 'zh';
  const screened = lists.map(({ name, copy_of, parties, source_id }) =>
    zh
      ? `${plain(name, 80)}：${copy_of} 版本，${quantity(parties, language)} 个主体 ${cite(source_id)}`
      : `${plain(name, 80)}: copy of ${copy_of}, ${quantity(parties, language)} parties ${cite(source_id)}`,
  );
  const searched = names.map((name) => plain(name, 60)).join(zh ? '、' : ', ');
  return blocks(
    matchTable(matches, language),
    section(say(HEADINGS.lists, language), screened.length === 0 ? undefined : bullets(screened)),
    lists.length > 0 && names.length > 1
      ? zh
        ? `按以下名称筛查：${searched}。`
        : `Screened under these names: ${searched}.`
      : undefined,
  );
}

function matchTable(matches: readonly PossibleMatchRow[], language: Language): string | undefined {
  const columns = [
    COLUMNS.list,
    COLUMNS.listedName,
    COLUMNS.likeness,
    COLUMNS.country,
    COLUMNS.programme,
    COLUMNS.asOf,
    COLUMNS.source,
  ].map((column) => say(column, language));
  return table(
    columns,
    matches
      .slice(0, MOST_MATCHES)
      .map((match) => [
        plain(match.list, 60),
        match.matching_name === match.listed_name
          ? plain(match.listed_name, 100)
          : `${plain(match.listed_name, 100)} (${plain(match.matching_name, 80)})`,
        percent(match.likeness),
        plain(match.country ?? '', 40),
        plain(match.programme ?? '', 60),
        match.listed_on ?? '',
        cite(match.source_id),
      ]),
  );
}
