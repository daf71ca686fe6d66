import { parseConsolidatedScreeningList, parseEuropeanUnion, parseOfac, parseUnitedNations } from './list-formats.js';
import { type SanctionList } from './sanction-list.js';

const OFAC = 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports';

/** The lists that are free to read without a key. */
export const PUBLISHED_LISTS: readonly SanctionList[] = [
  {
    id: 'ofac-sdn',
    name: {
      en: 'US Treasury OFAC, Specially Designated Nationals (SDN)',
      zh: '美国财政部 OFAC 特别指定国民名单（SDN）',
    },
    publisher: 'US Department of the Treasury, OFAC',
    page: 'https://sanctionssearch.ofac.treas.gov/',
    licence: 'US public domain',
    files: [`${OFAC}/SDN.CSV`, `${OFAC}/ALT.CSV`],
    parse: parseOfac,
  },
  {
    id: 'us-csl',
    name: {
      en: 'US Consolidated Screening List (BIS Entity List, Unverified List and others)',
      zh: '美国综合筛查名单（含商务部 BIS 实体清单、未核实清单等）',
    },
    publisher: 'US International Trade Administration',
    page: 'https://www.trade.gov/consolidated-screening-list',
    licence: 'US public domain',
    files: ['https://api.trade.gov/static/consolidated_screening_list/consolidated.csv'],
    parse: parseConsolidatedScreeningList,
  },
  {
    id: 'eu-fsf',
    name: { en: 'EU consolidated list of financial sanctions', zh: '欧盟金融制裁综合名单' },
    publisher: 'European Commission',
    page: 'https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions',
    licence: 'reuse with attribution (Commission Decision 2011/833/EU)',
    // The token is the one the Commission publishes for everybody.
    files: ['https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw'],
    parse: parseEuropeanUnion,
  },
  {
    id: 'un-sc',
    name: { en: 'UN Security Council consolidated list', zh: '联合国安理会综合制裁名单' },
    publisher: 'United Nations Security Council',
    page: 'https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list',
    licence: 'UN terms of use',
    files: ['https://scsanctions.un.org/resources/xml/en/consolidated.xml'],
    parse: parseUnitedNations,
  },
];
