import { type Language, say } from '../../../../../common/i18n/language.js';
import {
  type CompanyFact,
  type GetCompanyProfileData,
  type QualificationCheck,
} from '../../../tools/get-company-profile/get-company-profile.types.js';
import { cite, plain, section, table } from './markdown.js';
import { amount, money } from './numbers.js';
import { COLUMNS, HEADINGS } from './phrases.js';

const MOST_FACTS = 24;

/** A fact's value as text: amounts in their currency, people as people. */
export function factValue({ value, unit }: CompanyFact, language: Language): string {
  if (typeof value === 'string') return plain(value);
  if (unit === null) return String(value);
  if (/^[A-Z]{3}$/.test(unit)) return money(value, language, unit);
  return amount(value, unit, language);
}

/** @param told facts that stand elsewhere in the answer */
export function factsTable(
  facts: readonly CompanyFact[],
  language: Language,
  told: readonly CompanyFact[] = [],
): string | undefined {
  const isTold = ({ field, value }: CompanyFact) => told.some((one) => one.field === field && one.value === value);
  const columns = [COLUMNS.item, COLUMNS.content, COLUMNS.asOf, COLUMNS.source].map((column) => say(column, language));
  const rows = facts
    .filter((fact) => !isTold(fact))
    .slice(0, MOST_FACTS)
    .map((fact) => [fact.label, factValue(fact, language), fact.period ?? fact.as_of ?? '', cite(fact.source_id)]);
  return section(say(HEADINGS.facts, language), table(columns, rows));
}

/** What is on record for each check. Points nothing is held on stand under "not covered": "not held" is never "not qualified". */
export function checksTable(checks: readonly QualificationCheck[], language: Language): string | undefined {
  const columns = [COLUMNS.check, COLUMNS.finding, COLUMNS.asOf].map((column) => say(column, language));
  const rows = checks
    .filter(({ held }) => held)
    .map(({ label, findings }) => [
      label,
      findings.map((fact) => finding(fact, language)).join('; '),
      [...new Set(findings.flatMap(({ period, as_of }) => period ?? as_of ?? []))].join('; '),
    ]);
  return section(say(HEADINGS.checks, language), table(columns, rows));
}

function finding(fact: CompanyFact, language: Language): string {
  return `${fact.label}${language === 'zh' ? '：' : ': '}${factValue(fact, language)} ${cite(fact.source_id)}`;
}

/** The company in one sentence. */
export function companyHeadline({ company, facts }: GetCompanyProfileData, language: Language): string | undefined {
  if (!company) return undefined;
  const other = language === 'zh' ? company.name_en : company.name_zh;
  const names =
    other === null || other === company.name
      ? company.country.name
      : `${other}${language === 'zh' ? '，' : ', '}${company.country.name}`;
  const told = (['founded', 'headquarters', 'stock_code', 'main_products'] as const).flatMap(
    (field) => facts.find((fact) => fact.field === field) ?? [],
  );
  const details = told.map((fact) => finding(fact, language));
  return language === 'zh'
    ? `**${company.name}**（${names}）。${details.join('；')}${details.length > 0 ? '。' : ''}`
    : `**${company.name}** (${names}). ${details.join('; ')}${details.length > 0 ? '.' : ''}`.trim();
}
