import { ask, type EvalCase, trade } from '../support/eval-case.js';

/** Customs statistics: products, countries, years, flows, in both languages and mixed. */
export const TRADE: readonly EvalCase[] = [
  ask(
    '查询2024年手机对美国的出口数据',
    [trade('CHN', 'USA', '851713', 'X', [2024])],
    ['CHN>USA 851713 X 2022-2023', '年均值'],
    ['2024 年均值'],
  ),
  ask('查詢2024年手機對美國的出口數據', [trade('CHN', 'USA', '851713', 'X', [2024])], ['CHN>USA 851713 X 2022-2023']),
  ask(
    'How many smartphones did China export to the USA in 2024?',
    [trade('CHN', 'USA', '851713', 'X', [2024])],
    ['CHN>USA 851713 X 2022-2023', 'mean'],
  ),
  ask('中国太阳能电池板的主要出口市场有哪些', [trade('CHN', 'ALL', '854143')], ['太阳能组件']),
  ask(
    "What are the main markets for China's exports of solar panels?",
    [trade('CHN', 'ALL', '854143')],
    ['Solar modules'],
  ),
  ask('臺灣對美國出口筆記型電腦', [trade('TWN', 'USA', '847130')]),
  ask('中國對德國出口鋰電池2023年', [trade('CHN', 'DEU', '850760', 'X', [2023])], ['锂离子电池']),
  ask('美国从中国进口手机', [trade('USA', 'CHN', '851713', 'M')], ['智能手机']),
  ask('US imports of phones from China', [trade('USA', 'CHN', '851713', 'M')]),
  ask('2020到2023年中国电动汽车出口', [trade('CHN', 'WLD', '870380', 'X', [2020, 2021, 2022, 2023])], ['纯电动汽车']),
  ask(
    'China exports of electric cars from 2018 to 2021',
    [trade('CHN', 'WLD', '870380', 'X', [2018, 2019, 2020, 2021])],
    ['CHN>WLD 870380 X 2019', 'CHN>WLD 870380 X 2018'],
  ),
  ask(
    '近三年中国锂电池出口趋势',
    [trade('CHN', 'WLD', '850760', 'X', [2023, 2024, 2025])],
    ['CHN>WLD 850760 X 2022-2023'],
  ),
  ask('electric car exports of China over the last five years', [
    trade('CHN', 'WLD', '870380', 'X', [2021, 2022, 2023, 2024, 2025]),
  ]),
  ask(
    '2019年以来中国电动车出口',
    [trade('CHN', 'WLD', '870380', 'X', [2019, 2020, 2021, 2022, 2023, 2024, 2025])],
    ['CHN>WLD 870380 X 2019'],
  ),
  ask("China's toy exports since 2022", [trade('CHN', 'WLD', '950300', 'X', [2022, 2023, 2024, 2025])]),
  ask('去年中国空调出口多少', [trade('CHN', 'WLD', '841510', 'X', [2025])], ['没有 2025 年']),
  ask('二〇二三年中国玩具对日本出口', [trade('CHN', 'JPN', '950300', 'X', [2023])]),
  ask(
    '中国对美国和德国的手机出口对比',
    [trade('CHN', 'USA', '851713'), trade('CHN', 'DEU', '851713')],
    ['CHN>USA 851713 X 2022-2023'],
  ),
  ask(
    '手机、笔记本电脑和耳机对美国出口',
    [trade('CHN', 'USA', '851713'), trade('CHN', 'USA', '847130'), trade('CHN', 'USA', '851830')],
    ['CHN>USA 847130 X 2022-2023'],
  ),
  ask('HS 850760 对德国出口 2023', [trade('CHN', 'DEU', '850760', 'X', [2023])]),
  ask('ＬＥＤ灯 出口 印度 ２０２２', [trade('CHN', 'IND', '853952', 'X', [2022])]),
  ask('LED bulbs EXPORT to india', [trade('CHN', 'IND', '853952')]),
  ask('中国2019年出口总额', [trade('CHN', 'WLD', 'TOTAL', 'X', [2019])], ['CHN>WLD TOTAL X 2019']),
  ask('中美手机贸易', [trade('CHN', 'USA', '851713', 'X'), trade('CHN', 'USA', '851713', 'M')]),
  ask('trade between China and Germany in lithium batteries', [
    trade('CHN', 'DEU', '850760', 'X'),
    trade('CHN', 'DEU', '850760', 'M'),
  ]),
  ask('越南手机出口到美国', [trade('VNM', 'USA', '851713')]),
  ask('德国进口咖啡机', [trade('DEU', 'WLD', '851671', 'M')]),
  ask('哪些国家进口中国太阳能板最多', [trade('CHN', 'ALL', '854143')]),
  ask('帮我查下 BYD 的 competitor 所在的 electric car export 数据, China to Thailand', [trade('CHN', 'THA', '870380')]),
  ask('smartphone 出口 to Germany 2023年', [trade('CHN', 'DEU', '851713', 'X', [2023])]),
  ask('大蒜出口', [trade('CHN', 'WLD', '070320')], ['CHN>WLD 070320 X 2022-2023']),
  ask('flobnicators export to France', [['classify_hs_code', { product: 'flobnicators' }]], ['No HS code']),
  ask('2023年第一季度中国手机出口', [trade('CHN', 'WLD', '851713', 'X', [2023])], ['不按月份或季度']),
  ask('smartphoens exports to Germany', [trade('CHN', 'DEU', '851713')]),
  ask('exports of lithium batteries from China to Gemany', [trade('CHN', 'DEU', '850760')]),
];
