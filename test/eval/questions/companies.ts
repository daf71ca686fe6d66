import { ask, type EvalCase, profile, screen, trade } from '../support/eval-case.js';

/** Background, risk, sanctions, and the trade of companies. */
export const COMPANIES: readonly EvalCase[] = [
  ask(
    '富士康的资质怎么样',
    [profile('富士康'), screen('富士康')],
    ['鴻海精密工業股份有限公司', '未发现'],
    ['没有资质', '不具备', '此处未筛查'],
  ),
  ask(
    '分析富士康科技集团的供应商资质和贸易能力',
    [profile('富士康科技集团'), screen('富士康科技集团'), trade('TWN', 'ALL', '851713')],
    ['鴻海精密工業股份有限公司', '单个企业的海关出口数据', '未发现'],
    ['能力的'],
  ),
  ask(
    "Analyze Foxconn's supplier qualifications and trade capability",
    [profile('Foxconn'), screen('Foxconn'), trade('TWN', 'ALL', '851713')],
    ['No name like', 'Customs figures of Foxconn'],
  ),
  ask('Foxconn qualifications', [profile('Foxconn'), screen('Foxconn')], ['No name like']),
  ask('立讯精密是做什么的', [profile('立讯精密'), screen('立讯精密')], ['立讯精密']),
  ask('鴻海的背景調查', [profile('鸿海'), screen('鸿海')], ['鴻海精密工業股份有限公司']),
  ask('宁德时代 CATL background check', [profile('宁德时代'), screen('宁德时代')]),
  ask('Is BYD Electronic a reliable company?', [profile('BYD Electronic'), screen('BYD Electronic')]),
  ask('华为的资质怎么样', [profile('华为'), screen('华为')], ['没有收录名为“华为”的企业', '不代表该企业不存在']),
  ask('深圳市大疆创新科技有限公司的背景', [
    profile('深圳市大疆创新科技有限公司'),
    screen('深圳市大疆创新科技有限公司'),
  ]),
  ask('Tell me about Luxshare', [profile('Luxshare'), screen('Luxshare')]),
  ask('海康威视是否在制裁名单上', [screen('海康威视')], ['不代表放行']),
  ask('海康威視是否在制裁名單上', [screen('海康威视')], ['不代表放行']),
  ask('Is Huawei on the entity list?', [screen('Huawei')], ['no match is no clearance']),
  ask(
    'Screen NORDWIND FIXTURE TRADING LLC for sanctions',
    [screen('NORDWIND FIXTURE TRADING LLC')],
    ['possible match', 'never a verdict'],
  ),
  ask('北风测试贸易有限公司有没有被制裁', [screen('北风测试贸易有限公司')], ['疑似匹配', '须人工核实']),
  ask('中兴通讯在实体清单上吗', [screen('中兴通讯')]),
  ask(
    '比亚迪电子的出口情况和主要市场',
    [profile('比亚迪电子'), trade('CHN', 'ALL', '851713')],
    ['数据中没有比亚迪电子单个企业的海关出口数据'],
  ),
  ask(
    'BYD Electronic exports and main markets',
    [profile('BYD Electronic'), trade('CHN', 'ALL', '851713')],
    ['Customs figures of BYD Electronic itself are not held'],
  ),
  ask('catl exports', [profile('catl'), trade('CHN', 'ALL', '850760')], ['not held']),
  ask("Tell me about Huawei's background", [profile('Huawei'), screen('Huawei')], ['“Huawei”']),
  ask('华为和中兴哪个好', [profile('华为'), profile('中兴'), screen('华为'), screen('中兴')]),
  ask('Where is Goertek headquartered?', [profile('Goertek'), screen('Goertek')], ['Weifang']),
  ask('苹果公司的背景', [profile('苹果公司'), screen('苹果公司')]),
  ask('富士康和比亚迪的资质对比', [profile('富士康'), profile('比亚迪'), screen('富士康'), screen('比亚迪')]),
];
