import {
  ask,
  buyers,
  classify,
  compare,
  type EvalCase,
  landed,
  profile,
  screen,
  search,
  suppliers,
  tariff,
  trade,
} from '../support/eval-case.js';

const PHONES = '查询2024年手机对美国的出口数据';

/** The last of several messages, meant after those before it; and several questions in one message. */
export const FOLLOW_UPS: readonly EvalCase[] = [
  ask([PHONES, '那德国呢？'], [trade('CHN', 'DEU', '851713', 'X', [2024])]),
  ask([PHONES, '2023年呢'], [trade('CHN', 'USA', '851713', 'X', [2023])]),
  ask([PHONES, '那进口呢'], [trade('CHN', 'USA', '851713', 'M', [2024])]),
  ask([PHONES, '那德國呢？', '2022年呢'], [trade('CHN', 'DEU', '851713', 'X', [2022])]),
  ask([PHONES, '按金额排'], [trade('CHN', 'ALL', '851713', 'X', [2024])]),
  ask([PHONES, '再详细一点'], [trade('CHN', 'USA', '851713', 'X', [2024])]),
  ask([PHONES, '为什么'], [trade('CHN', 'USA', '851713', 'X', [2024]), search()], ['不说明原因']),
  ask([PHONES, '那关税呢？'], [tariff('851713', 'USA', 'CHN')], ['25%']),
  ask([PHONES, '它的HS编码是什么'], [classify('手机')], ['851713']),
  ask([PHONES, '它的供应商有哪些'], [suppliers('手机')]),
  ask([PHONES, '有哪些买家'], [buyers('手机', 'USA')]),
  ask([PHONES, '谢谢', '那日本呢'], [trade('CHN', 'JPN', '851713', 'X', [2024])]),
  ask([PHONES, '今天天气怎么样', '那日本呢'], [trade('CHN', 'JPN', '851713', 'X', [2024])]),
  ask([PHONES, '查询玩具对日本的出口'], [trade('CHN', 'JPN', '950300')]),
  ask(
    [PHONES, '和德国比较一下'],
    [trade('CHN', 'USA', '851713', 'X', [2024]), trade('CHN', 'DEU', '851713', 'X', [2024])],
  ),
  ask(['phone exports to the USA in 2024', 'what about Germany?'], [trade('CHN', 'DEU', '851713', 'X', [2024])]),
  ask(['phone exports to the USA in 2024', 'and in 2023?'], [trade('CHN', 'USA', '851713', 'X', [2023])]),
  ask(['phone exports to the USA in 2024', 'what about the tariff?'], [tariff('851713', 'USA', 'CHN')]),
  ask(
    ['phone exports to the USA in 2024', 'why?'],
    [trade('CHN', 'USA', '851713', 'X', [2024]), search()],
    ['do not say why'],
  ),
  ask([PHONES, '份额是多少？'], [trade('CHN', 'USA', '851713', 'X', [2024])], ['**23.9%**']),
  ask(['Foxconn qualifications', 'is it on any sanctions list?'], [screen('Foxconn')]),
  ask(['富士康的资质', '比亚迪呢'], [profile('比亚迪'), screen('比亚迪')]),
  ask(['海康威视是否在制裁名单上', '大华呢'], [screen('大华')]),
  ask(['手机出口到美国的关税是多少', '德国呢'], [tariff('851713', 'DEU', 'CHN')], ['4%']),
  ask(['手机出口到美国的关税是多少', '从越南呢'], [tariff('851713', 'USA', 'VNM')], [], ['25%']),
  ask(['锂电池的供应商有哪些', '只要越南的'], [suppliers('锂电池', 'VNM')]),
  ask(
    ['compare Germany and France for solar panels', 'and for lithium batteries?'],
    [compare('850760', ['DEU', 'FRA'])],
  ),
  ask(
    ['货值10000美元，运费800，关税5%，增值税20%，计算到岸成本', '如果关税是10%呢'],
    [landed({ goods_value: 10000, freight: 800, duty_percent: 10, vat_percent: 20 })],
    ['14,256'],
  ),
  ask(
    '富士康的资质怎么样？另外，手机出口到美国的关税是多少？',
    [profile('富士康'), screen('富士康'), tariff('851713', 'USA', 'CHN')],
    ['鴻海精密工業股份有限公司', '25%'],
  ),
  ask(
    'What is the HS code of garlic? And who supplies lithium batteries?',
    [classify('garlic'), suppliers('lithium batteries')],
    ['070320', 'CATL'],
  ),
  ask(
    '1. 手机对美国出口多少 2. 锂电池的供应商 3. FOB和CIF的区别',
    [trade('CHN', 'USA', '851713'), suppliers('锂电池'), ['calculate', { incoterms: ['FOB', 'CIF'] }]],
    ['CHN>USA 851713 X 2022-2023'],
  ),
  ask('查询手机对美国的出口。要2023年的。', [trade('CHN', 'USA', '851713', 'X', [2023])]),
  ask('手机对美国出口多少？对德国呢？', [trade('CHN', 'USA', '851713'), trade('CHN', 'DEU', '851713')]),
];
