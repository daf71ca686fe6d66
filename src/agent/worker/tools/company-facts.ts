import { type Language, say, type Text } from '../../../common/i18n/language.js';
import {
  COMPANY_FIELDS,
  type CompanyField,
  type CompanyRecord,
  type CompanyStatement,
} from '../providers/company-data.port.js';
import { type Countries } from '../providers/countries/countries.js';
import { type CompanyFact, type CompanyRef } from './get-company-profile/get-company-profile.types.js';
import { place } from './references.js';

const LABELS: Readonly<Record<CompanyField, Text>> = {
  legal_name_zh: { en: 'Legal name (Chinese)', zh: '法定名称（中文）' },
  legal_name_en: { en: 'Legal name (English)', zh: '法定名称（英文）' },
  registration_no: { en: 'Registration number', zh: '登记号码' },
  registered_address: { en: 'Registered address', zh: '注册地址' },
  headquarters: { en: 'Headquarters', zh: '总部所在地' },
  founded: { en: 'Founded', zh: '成立时间' },
  founder: { en: 'Founder', zh: '创始人' },
  chairperson: { en: 'Chairperson', zh: '董事长' },
  history: { en: 'History', zh: '沿革' },
  listed_on: { en: 'Listed since', zh: '上市日期' },
  stock_code: { en: 'Stock code', zh: '股票代码' },
  isin: { en: 'ISIN', zh: 'ISIN 证券代码' },
  lei: { en: 'LEI', zh: 'LEI 法人识别码' },
  parent: { en: 'Parent company', zh: '母公司' },
  subsidiary: { en: 'Subsidiary', zh: '子公司' },
  industry: { en: 'Industry', zh: '所属行业' },
  main_products: { en: 'Main products', zh: '主要产品' },
  customers: { en: 'Known customers', zh: '已知客户' },
  suppliers: { en: 'Suppliers', zh: '供应商' },
  supplier_list: { en: 'On a supplier list', zh: '入选供应商名单' },
  sites: { en: 'Sites', zh: '生产基地' },
  revenue: { en: 'Revenue', zh: '营业收入' },
  employees: { en: 'Employees', zh: '员工人数' },
  website: { en: 'Website', zh: '官方网站' },
};

/** A statement as the reader gets it. */
export function companyFact(statement: CompanyStatement, language: Language): CompanyFact {
  const { field, value, unit, period, note, confidence } = statement;
  const label = say(LABELS[field], language);
  return { field, label, value, unit, period, as_of: statement.asOf, note, confidence, source_id: statement.sourceId };
}

/** The statements on these fields, in that order of fields; all fields in the order of a profile by default. */
export function companyFacts(
  company: CompanyRecord,
  language: Language,
  fields: readonly CompanyField[] = COMPANY_FIELDS,
): CompanyFact[] {
  return fields.flatMap((field) =>
    company.statements
      .filter((statement) => statement.field === field)
      .map((statement) => companyFact(statement, language)),
  );
}

export function companyRef(company: CompanyRecord, countries: Countries, language: Language): CompanyRef {
  const { id, nameZh, nameEn } = company;
  const name = (language === 'zh' ? nameZh : nameEn) ?? nameEn ?? nameZh ?? id;
  return { id, name, name_zh: nameZh, name_en: nameEn, country: place(countries, company.country, language) };
}
