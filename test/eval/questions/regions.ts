import { ask, compare, type EvalCase, tariff, trade } from '../support/eval-case.js';

const ASEAN = ['SGP', 'VNM', 'THA', 'MYS', 'IDN', 'PHL', 'KHM', 'MMR', 'LAO', 'BRN'];
const G7 = ['USA', 'DEU', 'GBR', 'FRA', 'JPN', 'ITA', 'CAN'];
const LARGEST = ['USA', 'DEU', 'NLD', 'GBR', 'FRA', 'JPN', 'IND', 'HKG', 'KOR', 'ITA'];

/** Regions and groups of countries, and comparisons of markets. */
export const REGIONS: readonly EvalCase[] = [
  ask('中国对东盟出口手机', [trade('CHN', 'ALL', '851713')], ['ASEAN']),
  ask('新能源汽车出口欧洲', [trade('CHN', 'ALL', '870380')], ['欧洲', 'UN Statistics Division']),
  ask("China's exports of solar panels to the Middle East", [trade('CHN', 'ALL', '854143')], ['there is no total']),
  ask('中国出口非洲的电动车', [trade('CHN', 'ALL', '870380')], ['非洲']),
  ask('中国對東南亞出口玩具', [trade('CHN', 'ALL', '950300')], ['东南亚']),
  ask(
    '中国对欧盟的光伏组件出口',
    [trade('CHN', 'EUU', '854143'), trade('CHN', 'ALL', '854143')],
    ['CHN>NLD 854143 X 2022-2023', 'CHN>ESP 854143 X 2022-2023', '27 个国家'],
    ['巴西'],
  ),
  ask(
    'EU imports of electric cars from China',
    [trade('EUU', 'CHN', '870380', 'M'), trade('CHN', 'ALL', '870380')],
    ['CHN>DEU 870380 X 2022-2023'],
  ),
  ask('Top 5 importers of coffee makers in the world', [compare('851671', LARGEST)], ['USA>WLD 851671 M 2022-2023']),
  ask('中国对金砖国家的锂电池出口', [trade('CHN', 'ALL', '850760')], ['BRICS Brazil 2025']),
  ask(
    'RCEP国家从中国进口手机的情况',
    [compare('851713', ['JPN', 'KOR', 'SGP', 'VNM', 'AUS', 'THA', 'MYS', 'IDN', 'PHL', 'NZL'])],
    ['ASEAN Secretariat'],
  ),
  ask('哪些东盟国家进口手机最多', [compare('851713', ASEAN)], ['2025-10-26']),
  ask('G7国家进口太阳能板对比', [compare('854143', G7)], ['G7 Canada 2025']),
  ask('Which ASEAN countries import the most phones?', [compare('851713', ASEAN)]),
  ask(
    'compare Germany and France for solar panels',
    [compare('854143', ['DEU', 'FRA'])],
    ['DEU>WLD 854143 M 2022-2023', 'FRA>WLD 854143 M 2022-2023'],
  ),
  ask('德国和法国哪个市场更适合卖太阳能板', [compare('854143', ['DEU', 'FRA'])], ['DEU>WLD 854143 M 2022-2023']),
  ask('比较美国、德国和日本的手机市场', [compare('851713', ['USA', 'DEU', 'JPN'])], ['USA>WLD 851713 M 2022-2023']),
  ask(
    'Compare the US, Germany and Japan as markets for smartphones',
    [compare('851713', ['USA', 'DEU', 'JPN'])],
    ['USA>WLD 851713 M 2022-2023'],
  ),
  ask('全球哪些国家进口手机最多', [compare('851713', LARGEST)], ['WTO', 'USA>WLD 851713 M 2022-2023']),
  ask('Which countries import the most smartphones?', [compare('851713', LARGEST)], ['USA>WLD 851713 M 2022-2023']),
  ask('德国LED灯市场概况', [compare('853952', ['DEU']), tariff('853952', 'DEU', 'CHN')], ['4%']),
  ask(
    'market overview of smartphones in Germany',
    [compare('851713', ['DEU']), tariff('851713', 'DEU', 'CHN')],
    ['DEU>WLD 851713 M 2022-2023', '4%'],
  ),
  ask(
    "What's the market share of China in US laptop imports?",
    [compare('847130', ['USA'])],
    ['USA>WLD 847130 M 2022-2023'],
  ),
  ask('请问中国的手机在德国市场占有率多少', [compare('851713', ['DEU'])], ['48.4%']),
  ask('我是做保温杯的，想出口到欧洲，哪个国家好', [
    compare('961700', ['DEU', 'NLD', 'GBR', 'FRA', 'ITA', 'BEL', 'ESP', 'POL', 'CHE', 'CZE']),
  ]),
];
