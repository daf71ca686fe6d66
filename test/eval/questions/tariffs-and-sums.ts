import { ask, type EvalCase, fits, incoterms, landed, tariff } from '../support/eval-case.js';

/** Duties, landed cost, containers, Incoterms. */
export const TARIFFS_AND_SUMS: readonly EvalCase[] = [
  ask('从中国出口手机到美国关税多少', [tariff('851713', 'USA', 'CHN')], ['4%', '25%', 'fixture edition']),
  ask('從中國出口手機到美國關稅是多少', [tariff('851713', 'USA', 'CHN')], ['25%']),
  ask('美国对中国手机征收多少关税', [tariff('851713', 'USA', 'CHN')], ['25%']),
  ask('US tariffs on Chinese solar panels', [tariff('854143', 'USA', 'CHN')], ['25%']),
  ask('import duty on smartphones in Germany', [tariff('851713', 'DEU', 'CHN')], ['4%']),
  ask('tariff for shipping laptops from Vietnam to the EU', [tariff('847130', 'EUU', 'VNM')], ['4%']),
  ask('德国进口中国LED灯的关税', [tariff('853952', 'DEU', 'CHN')], ['4%']),
  ask('中国进口美国大蒜关税', [tariff('070320', 'CHN', 'USA')], ['4%']),
  ask('How much duty does Brazil charge on shoes from China? I mean sports shoes', [tariff('640411', 'BRA', 'CHN')]),
  ask('手机关税', [], ['进口国']),
  ask('tariff on toys', [], ['which country']),
  ask('HS 850760 出口到印度的关税', [tariff('850760', 'IND', 'CHN')], ['4%']),
  ask('越南的锂电池出口美国要交多少税', [tariff('850760', 'USA', 'VNM')], ['4%']),
  ask(
    '货值10000美元，运费800，保险费50，关税5%，增值税20%，计算到岸成本',
    [landed({ goods_value: 10000, freight: 800, insurance: 50, duty_percent: 5, vat_percent: 20 })],
    ['13,671', '542.5'],
  ),
  ask(
    'landed cost: goods 10000 USD, freight 800, insurance 50, duty 5%, VAT 20%, 1000 pieces',
    [landed({ goods_value: 10000, freight: 800, insurance: 50, duty_percent: 5, vat_percent: 20, quantity: 1000 })],
    ['13,671', '13.67'],
  ),
  ask(
    '手机出口到德国，货值50000欧元，运费1000，增值税19%，算一下到岸成本',
    [
      tariff('851713', 'DEU', 'CHN'),
      landed({ goods_value: 50000, freight: 1000, vat_percent: 19, duty_percent: 4, currency: 'EUR' }),
    ],
    ['EUR', '63,117.6'],
  ),
  ask('计算到岸成本', [], ['货值']),
  ask(
    'Landed cost for 500 units at $12 each, freight $900, duty 4.5%, VAT 21%',
    [landed({ goods_value: 6000, freight: 900, duty_percent: 4.5, vat_percent: 21, quantity: 500 })],
    ['8,724.71', '17.45'],
  ),
  ask(
    '单价3.5美元，5000件，运费2000美元，关税6.5%，VAT 20%，每件到岸成本多少',
    [landed({ goods_value: 17_500, freight: 2000, quantity: 5000 })],
    ['4.98'],
  ),
  ask('section 301 tariffs on lithium batteries', [tariff('850760', 'USA', 'CHN')], ['25%']),
  ask('FOB和EXW哪个对卖家有利', [incoterms('FOB', 'EXW')], ['EXW、FOB 主运费由买方承担']),
  ask(
    '60×40×40厘米的纸箱，每箱15公斤，1000箱，一个40HQ能装多少',
    [fits({ length_cm: 60, width_cm: 40, height_cm: 40, weight_kg: 15, cartons: 1000 })],
    ["40' HC", '600', '箱内尺寸'],
  ),
  ask(
    'How many cartons of 60x40x40 cm, 15 kg fit into a 40ft container?',
    [fits({ length_cm: 60, width_cm: 40, height_cm: 40, weight_kg: 15 })],
    ["40' GP"],
  ),
  ask('装柜能装多少', [], ['纸箱尺寸']),
  ask('FOB和CIF有什么区别', [incoterms('FOB', 'CIF')], ['卖方', '风险']),
  ask('What is the difference between DAP and DDP?', [incoterms('DAP', 'DDP')], ['buyer', 'seller']),
  ask('Explain EXW', [incoterms('EXW')], ['Ex Works']),
  ask('Incoterms 2020有哪些', [incoterms()], ['DPU', 'FAS']),
];
