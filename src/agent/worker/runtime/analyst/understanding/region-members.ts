import { type Text } from '../../../../../common/i18n/language.js';

/** A group of countries as its own organisation, or the statistics office that defines it, lists them. */
export interface Region {
  readonly id: string;
  readonly name: Text;
  /** ISO 3166-1 alpha-3, the largest importers of goods first: where a tool takes only some, it takes those. */
  readonly members: readonly string[];
  /** Who says so, and since when the list is as it is: a day, or an edition. */
  readonly source: { readonly publisher: string; readonly url: string; readonly as_of: string };
}

const region = (
  id: string,
  en: string,
  zh: string,
  members: string,
  publisher: string,
  url: string,
  as_of: string,
): Region => ({ id, name: { en, zh }, members: members.split(' '), source: { publisher, url, as_of } });

const M49 = [
  'UN Statistics Division (M49)',
  'https://unstats.un.org/unsd/methodology/m49/',
  'M49 of 1999 with its updates',
] as const;

const EU =
  'DEU NLD FRA ITA BEL ESP POL CZE AUT SWE HUN IRL DNK ROU PRT SVK FIN GRC SVN BGR LTU LUX HRV LVA EST CYP MLT';
const ASEAN = 'SGP VNM THA MYS IDN PHL KHM MMR LAO BRN TLS';
const GCC = 'ARE SAU QAT KWT OMN BHR';
const SOUTH_AMERICA = 'BRA CHL COL ARG PER ECU PRY URY BOL VEN GUY SUR';
const NORTH_AMERICA = 'USA MEX CAN';

/** Regions a question may name. Groups that are a customs union of their own in statistics (the EU) are also a "country" there. */
// prettier-ignore
export const REGIONS: readonly Region[] = [
  region('eu', 'EU', '欧盟', EU, 'European Union', 'https://european-union.europa.eu/principles-countries-history/eu-countries_en', '2020-02-01'),
  region('asean', 'ASEAN', '东盟', ASEAN, 'ASEAN', 'https://asean.org/member-states/', '2025-10-26'),
  region('rcep', 'RCEP', 'RCEP', 'CHN JPN KOR SGP VNM AUS THA MYS IDN PHL NZL KHM MMR LAO BRN', 'ASEAN Secretariat', 'https://rcepsec.org/', '2023-06-02'),
  region('brics', 'BRICS', '金砖国家', 'CHN IND ARE BRA RUS SAU IDN ZAF EGY IRN ETH', 'BRICS Brazil 2025', 'https://brics.br/en/about-the-brics', '2025-01-06'),
  region('g7', 'G7', '七国集团', 'USA DEU GBR FRA JPN ITA CAN', 'G7 Canada 2025', 'https://g7.canada.ca/en/about/', '2014-03-24'),
  region('g20', 'G20', '二十国集团', 'USA CHN DEU GBR FRA JPN IND KOR ITA MEX CAN TUR AUS BRA RUS SAU IDN ZAF ARG', 'G20 South Africa 2025', 'https://g20.org/about-g20/g20-members/', '2023-09-09'),
  region('gcc', 'the Gulf states (GCC)', '海湾国家（GCC）', GCC, 'Gulf Cooperation Council', 'https://www.gcc-sg.org/', '1981-05-25'),
  region('usmca', 'USMCA', '美墨加', NORTH_AMERICA, 'Office of the US Trade Representative', 'https://ustr.gov/usmca', '2020-07-01'),
  region('mercosur', 'Mercosur', '南方共同市场', 'BRA ARG PRY URY BOL', 'Mercosur', 'https://www.mercosur.int/en/about-mercosur/mercosur-countries/', '2024-07-08'),
  region('cptpp', 'CPTPP', 'CPTPP', 'GBR JPN MEX CAN SGP VNM AUS MYS CHL PER NZL BRN', 'Government of Canada', 'https://www.international.gc.ca/trade-commerce/trade-agreements-accords-commerciaux/agr-acc/cptpp-ptpgp/index.aspx', '2024-12-15'),
  region('southeast_asia', 'Southeast Asia', '东南亚', ASEAN, ...M49),
  region('east_asia', 'East Asia', '东亚', 'CHN JPN KOR HKG MNG MAC PRK', ...M49),
  region('south_asia', 'South Asia', '南亚', 'IND BGD PAK LKA NPL IRN AFG MDV BTN', ...M49),
  region('central_asia', 'Central Asia', '中亚', 'KAZ UZB KGZ TKM TJK', ...M49),
  region('middle_east', 'the Middle East', '中东', 'ARE SAU TUR ISR IRQ QAT KWT OMN JOR IRN EGY BHR LBN YEM SYR PSE', 'UN Statistics Division (M49 Western Asia without the Caucasus and Cyprus, with Egypt and Iran; nobody defines the region officially)', M49[1], M49[2]),
  region('latin_america', 'Latin America', '拉丁美洲', `MEX ${SOUTH_AMERICA} GTM CRI PAN DOM HND SLV NIC CUB HTI`, ...M49),
  region('south_america', 'South America', '南美洲', SOUTH_AMERICA, ...M49),
  region('north_america', 'North America', '北美洲', NORTH_AMERICA, 'Office of the US Trade Representative (USMCA)', 'https://ustr.gov/usmca', '2020-07-01'),
  region('africa', 'Africa', '非洲', 'ZAF EGY MAR NGA DZA KEN GHA TUN LBY ETH TZA CIV SEN AGO COD CMR UGA ZMB MOZ NAM BWA ZWE MUS RWA MDG BEN MLI BFA GIN TGO MWI NER TCD GAB COG SDN SOM DJI MRT LSO SWZ SLE LBR GMB CPV SYC ERI SSD BDI CAF COM GNQ GNB STP', ...M49),
  region('europe', 'Europe', '欧洲', 'DEU NLD GBR FRA ITA BEL ESP POL CHE CZE AUT SWE HUN IRL NOR RUS DNK ROU PRT SVK UKR FIN GRC SVN BGR LTU SRB LUX HRV LVA EST BLR ISL MLT BIH MKD ALB MDA MNE AND SMR LIE MCO VAT', ...M49),
  region('oceania', 'Oceania', '大洋洲', 'AUS NZL PNG FJI SLB VUT WSM TON KIR FSM PLW MHL NRU TUV', ...M49),
  region('asia', 'Asia', '亚洲', `CHN JPN IND KOR HKG ${ASEAN} ARE TUR SAU KAZ ISR IRQ BGD PAK QAT KWT OMN LKA JOR UZB NPL LBN BHR IRN GEO ARM AZE MNG KGZ TJK TKM AFG YEM SYR MDV BTN MAC PRK CYP PSE`, ...M49),
  // Not a region: whom to compare where a question leaves the countries open.
  region('largest_importers', 'the largest importers of goods', '全球主要进口国（地区）', 'USA CHN DEU NLD GBR FRA JPN IND HKG KOR ITA MEX CAN', 'WTO, Global Trade Outlook and Statistics, April 2024', 'https://www.wto.org/english/res_e/booksp_e/trade_outlook24_e.pdf', '2024-04-10'),
];
