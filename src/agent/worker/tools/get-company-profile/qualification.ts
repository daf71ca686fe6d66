import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { type CompanyField, type CompanyRecord } from '../../providers/company-data.port.js';
import { companyFacts } from '../company-facts.js';
import { QUALIFICATION_CHECKS, type QualificationCheck } from './get-company-profile.types.js';

interface Check {
  readonly label: Text;
  /** The fields that bear on it; none where no provider of ours holds anything of the kind. */
  readonly fields: readonly CompanyField[];
  /** Where to turn when nothing is held. */
  readonly advice: Text;
}

const CHECKS: Readonly<Record<QualificationCheck['check'], Check>> = {
  legal_identity: {
    label: { en: 'Legal name and registration number', zh: '法定名称与登记号码' },
    fields: ['legal_name_zh', 'legal_name_en', 'registration_no'],
    advice: { en: 'ask for the registration number', zh: '请向对方索取登记号码（如统一社会信用代码）' },
  },
  registered_address: {
    label: { en: 'Registered address', zh: '注册地址' },
    fields: ['registered_address'],
    advice: { en: 'look it up in the public company register', zh: '请在企业登记公示系统查询' },
  },
  listing: {
    label: { en: 'Stock exchange listing', zh: '上市情况' },
    fields: ['stock_code', 'listed_on', 'isin'],
    advice: { en: 'ask for audited accounts', zh: '请索取经审计的财务报表' },
  },
  ownership: {
    label: { en: 'Ownership', zh: '股权关系' },
    fields: ['parent', 'subsidiary'],
    advice: { en: 'see the annual report', zh: '请查阅年度报告' },
  },
  customer_supplier_list: {
    label: { en: 'Supplier lists and customers', zh: '供应商名单与客户' },
    fields: ['supplier_list', 'customers', 'sites'],
    advice: { en: 'ask for references', zh: '请索取客户证明' },
  },
  lei: {
    label: { en: 'LEI', zh: 'LEI 法人识别码' },
    fields: ['lei'],
    advice: { en: 'search gleif.org', zh: '请在 gleif.org 查询' },
  },
  business_licence: {
    label: { en: 'Business licence and its scope', zh: '营业执照及经营范围' },
    fields: [],
    advice: {
      en: 'ask for a copy and check it in the public register',
      zh: '请索取副本并在所在地企业登记系统核对',
    },
  },
  certificates: {
    label: { en: 'Certificates (ISO 9001, CCC, CE …)', zh: '资质认证（ISO 9001、CCC、CE 等）' },
    fields: [],
    advice: { en: 'ask for copies and verify them with the issuer', zh: '请索取证书并向发证机构核验' },
  },
  customs_registration: {
    label: { en: 'Customs registration and credit level', zh: '海关备案与信用等级' },
    fields: [],
    advice: { en: 'look it up with the customs authority', zh: '请向所在地海关查询' },
  },
};
const NOT_HELD: Text = { en: 'Not held: {label}; {advice}.', zh: '未收录：{label}；{advice}。' };

/** What a buyer checks, and what is held on each point. */
export function qualificationOf(company: CompanyRecord, language: Language): QualificationCheck[] {
  return QUALIFICATION_CHECKS.map((check) => {
    const findings = companyFacts(company, language, CHECKS[check].fields);
    return { check, label: say(CHECKS[check].label, language), held: findings.length > 0, findings };
  });
}

/** One sentence for each point nothing is held on. */
export function missingChecks(checks: readonly QualificationCheck[], language: Language): string[] {
  return checks
    .filter(({ held }) => !held)
    .map(({ check, label }) => say(NOT_HELD, language, { label, advice: say(CHECKS[check].advice, language) }));
}
