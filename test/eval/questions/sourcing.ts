import { ask, buyers, classify, type EvalCase, page, readPage, search, suppliers } from '../support/eval-case.js';

/** Suppliers, buyers, product links, HS codes, the web. */
export const SOURCING: readonly EvalCase[] = [
  ask('锂电池的供应商有哪些', [suppliers('锂电池')], ['宁德时代']),
  ask('Who supplies lithium batteries?', [suppliers('lithium batteries')], ['CATL']),
  ask('找一下电动牙刷的供应商', [suppliers('电动牙刷')]),
  ask('Who makes power banks in China?', [suppliers('power banks', 'CHN')]),
  ask('suppliers of cotton T-shirts in Vietnam', [suppliers('cotton T-shirts', 'VNM')]),
  ask('推薦幾家藍牙音箱工廠', [suppliers('蓝牙音箱')]),
  ask('Largest exporters of smartphones in the world', [suppliers('smartphones')]),
  ask('世界上哪些国家出口手机最多', [suppliers('手机')]),
  ask('找德国的LED灯买家', [buyers('LED灯', 'DEU')], ['Fixture Imports GmbH']),
  ask('Find buyers of solar panels in Germany', [buyers('solar panels', 'DEU')], ['Fixture Imports GmbH']),
  ask('寻找锂电池的买家', [buyers('锂电池')], ['锂离子电池']),
  ask('who buys smartphones from China?', [buyers('smartphones')]),
  ask('美国的手机采购商有哪些', [buyers('手机', 'USA')]),
  ask(
    '请帮我找这个产品的供应商：https://shop.example/p/led-bulb',
    [page('https://shop.example/p/led-bulb'), suppliers('LED light bulb')],
    ['LED light bulb'],
  ),
  ask(
    'Find suppliers for https://shop.example/p/solar',
    [page('https://shop.example/p/solar'), suppliers('Solar panel')],
    ['Solar panel'],
  ),
  ask('https://shop.example/p/bike', [page('https://shop.example/p/bike'), suppliers('自行车')]),
  ask(
    '供应商 https://shop.example/p/bluetooth-headphones.html',
    [page('https://shop.example/p/bluetooth-headphones.html'), suppliers('bluetooth headphones')],
    ['未能打开', '请确认'],
  ),
  ask(
    '总结一下这篇文章 https://news.example/article',
    [readPage('https://news.example/article')],
    ['port of Nowhere', '未经核实'],
  ),
  ask(
    'What does this page say? https://news.example/article',
    [readPage('https://news.example/article')],
    ['port of Nowhere'],
  ),
  ask('太阳能电池板的HS编码是什么', [classify('太阳能电池板')], ['854143']),
  ask('what is the HS code for garlic?', [classify('garlic')], ['070320']),
  ask('耳機歸哪個稅號', [classify('耳机')], ['851830']),
  ask('ＨＳ编码：８５１７１３', [classify('851713')], ['851713']),
  ask('HS code of electric toothbrush', [classify('electric toothbrush')], ['850980']),
  ask('搜索欧盟电池新规的最新消息', [search()], ['Fixture page', '网页搜索结果']),
  ask('latest news on US tariffs policy for solar panels', [search()], ['Fixture page']),
  ask('手机价格走势', [search()], ['暂无价格数据']),
  ask('锂电池的出口退税率是多少', [search()], ['暂无出口退税率数据']),
  ask('深圳到汉堡的海运费多少', [search()], ['暂无运费']),
];
