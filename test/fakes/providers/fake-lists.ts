import { FakeServer } from './fake-server.js';

/** The files of the lists in their publishers' own formats, by the path they are served under. */
const FILES: Readonly<Record<string, string>> = {
  // No header; -0- for nothing; a control character at the end.
  '/ofac-sdn/SDN.CSV': [
    '36,"EXAMPLE TRADING CO., LTD.",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
    '173,"DOE, John","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 01 Jan 1970."',
    '15036,"ARTAVIL","vessel","IRAN",-0- ,"Crude Oil Tanker",-0- ,-0- ,"Malta",-0- ,-0- ,-0- ',
    '\u001a',
  ].join('\r\n'),
  '/ofac-sdn/ALT.CSV': '36,12,"aka","EJEMPLO COMERCIO S.A.",-0- \r\n36,13,"fka","OLD EXAMPLE",-0- \r\n\u001a',
  '/us-csl/consolidated.csv': [
    '\uFEFF_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,alt_names',
    'a1,Entity List (EL) - Bureau of Industry and Security,,,,"Example Semiconductor Co., Ltd.",,"1 Road, Shenzhen, CN; 2 Road, Hong Kong, HK",85 FR 1,2020-01-01,,示例半导体有限公司; ESC',
    'a2,Specially Designated Nationals (SDN) - Treasury Department,36,Entity,IRAN,"EXAMPLE TRADING CO., LTD.",,,,,,EJEMPLO COMERCIO S.A.',
  ].join('\n'),
  '/eu-fsf/content': [
    '\uFEFFfileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_Regulation_Programme;NameAlias_WholeName;NameAlias_NameLanguage;Address_CountryIso2Code',
    '01/10/2026;13;EU.27.28;RUS;Example Industries;EN;',
    '01/10/2026;13;EU.27.28;RUS;Exemple Industries;FR;',
    '01/10/2026;13;EU.27.28;RUS;;;RU',
    '01/10/2026;14;EU.27.29;SYR;Jane Roe;;SY',
  ].join('\n'),
  '/un-sc/consolidated.xml': `<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-10-01T00:00:00Z">
  <INDIVIDUALS><INDIVIDUAL><FIRST_NAME>JOHN</FIRST_NAME><SECOND_NAME>EXAMPLE</SECOND_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
    <LISTED_ON>2001-01-25</LISTED_ON><INDIVIDUAL_ALIAS><ALIAS_NAME>Abu Example</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY><FIRST_NAME>EXAMPLE RELIEF FOUNDATION</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><LISTED_ON>2002-03-13</LISTED_ON>
    <ENTITY_ALIAS><ALIAS_NAME>ERF</ALIAS_NAME></ENTITY_ALIAS><ENTITY_ADDRESS><COUNTRY>Nowhere</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>`,
};

/** The publishers of sanctions lists: each file with a tag, and 304 for who has it already. */
export function startFakeLists(): Promise<FakeServer> {
  return FakeServer.start(({ url, headers }) => {
    const body = FILES[url.pathname];
    if (body === undefined) return { status: 404 };
    if (headers['if-none-match'] === '"v1"') return { status: 304 };
    return { headers: { etag: '"v1"' }, body };
  });
}
