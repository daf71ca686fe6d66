import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import {
  type CalculateData,
  type ContainerFitRow,
  type IncotermRow,
  type LandedCostRow,
} from '../../../tools/calculate/calculate.types.js';
import { type GetTariffData } from '../../../tools/get-tariff/get-tariff.types.js';
import { type ToolOutcome } from '../conversation.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, cite, section, table } from './markdown.js';
import { matterNotes } from './notes.js';
import { exact } from './numbers.js';
import { COLUMNS, HEADINGS } from './phrases.js';
import { tariffPart } from './tariff.writer.js';

const PARTIES: Readonly<Record<string, Text>> = {
  seller: { en: 'seller', zh: '卖方' },
  buyer: { en: 'buyer', zh: '买方' },
};
const NOBODY: Text = { en: 'not required', zh: '无强制要求' };
const LIMITS: Readonly<Record<string, Text>> = {
  size: { en: 'inside measures', zh: '箱内尺寸' },
  'usable volume': { en: 'usable volume', zh: '可用容积' },
  weight: { en: 'payload', zh: '限重' },
};
const CIF_SENSE: Text = {
  en: '> Import duty is not included unless the rule is DDP. Under CIF and CIP the seller insures, but the risk passes at shipment, not at arrival. What a contract says about a rule goes before this summary; only the text of the ICC is binding.',
  zh: '> 除 DDP 外均不含进口关税。CIF、CIP 由卖方投保，但风险在装运（交承运人）时即已转移，而不是到货时。合同另有约定的从其约定；以国际商会（ICC）正式文本为准。',
};

/** Sums, step by step, with their formula; what is missing for one is asked for. */
export function writeCalculation(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const results = findingsOf<CalculateData>(TOOL.calculate, outcomes).map(({ data }) => data);
  const tariffs = findingsOf<GetTariffData>(TOOL.tariff, outcomes).map(({ data }) => data);
  const costs = results.flatMap(({ landed_cost }) => landed_cost ?? []);
  const containers = results.flatMap((data) => data.containers);
  const rules = results.flatMap(({ incoterms }) => incoterms);
  const body = blocks(
    ...costs.map((cost) => landedCostPart(cost, language)),
    containers.length > 0 ? containerPart(containers, language) : undefined,
    rules.length > 0 ? rulesPart(rules, language) : undefined,
    ...wanting(question, { cost: costs.length > 0, fit: containers.length > 0 }, language),
    section(say(HEADINGS.tariff, language), blocks(...tariffs.map((data) => tariffPart(data, language)))),
  );
  return { body, notes: matterNotes(question, language), next: nextQuestions(question, language) };
}

function landedCostPart(cost: LandedCostRow, language: Language): string {
  const zh = language === 'zh';
  const sum = (value: number) => `${cost.currency} ${exact(value)}`;
  const headline = zh
    ? `到岸总成本：**${sum(cost.total)}**${cost.per_unit === null ? '' : `，每件 **${sum(cost.per_unit)}**`}。`
    : `Landed cost: **${sum(cost.total)}**${cost.per_unit === null ? '' : `, **${sum(cost.per_unit)}** a piece`}.`;
  const base =
    cost.duty_on === 'FOB'
      ? zh
        ? '货值（不含运保费）'
        : 'goods value'
      : zh
        ? '货值 + 运费 + 保险费'
        : 'goods + freight + insurance';
  const rows = zh
    ? [
        ['货值', '', sum(cost.goods_value)],
        ['运费', '', sum(cost.freight)],
        ['保险费', '', sum(cost.insurance)],
        ['完税价格', base, sum(cost.customs_value)],
        ['关税', `完税价格 × ${cost.duty_percent}%`, sum(cost.duty)],
        ['增值税', `（货值 + 运费 + 保险费 + 关税）× ${cost.vat_percent}%`, sum(cost.vat)],
        ['其他费用', '', sum(cost.other_costs)],
        ['合计', '货值 + 运费 + 保险费 + 关税 + 增值税 + 其他费用', `**${sum(cost.total)}**`],
      ]
    : [
        ['Goods', '', sum(cost.goods_value)],
        ['Freight', '', sum(cost.freight)],
        ['Insurance', '', sum(cost.insurance)],
        ['Customs value', base, sum(cost.customs_value)],
        ['Duty', `customs value × ${cost.duty_percent}%`, sum(cost.duty)],
        ['VAT', `(goods + freight + insurance + duty) × ${cost.vat_percent}%`, sum(cost.vat)],
        ['Other costs', '', sum(cost.other_costs)],
        ['Total', 'goods + freight + insurance + duty + VAT + other costs', `**${sum(cost.total)}**`],
      ];
  const columns = [COLUMNS.item, COLUMNS.formula, COLUMNS.amount].map((column) => say(column, language));
  return blocks(headline, table(columns, rows));
}

function containerPart(rows: readonly ContainerFitRow[], language: Language): string {
  const zh = language === 'zh';
  const told = rows.map(({ container, cartons }) => `${container} **${exact(cartons)}**`).join(zh ? '，' : ', ');
  const columns = [
    COLUMNS.container,
    COLUMNS.cartons,
    COLUMNS.limit,
    COLUMNS.volume,
    COLUMNS.weight,
    COLUMNS.needed,
    COLUMNS.source,
  ].map((column) => say(column, language));
  return blocks(
    zh ? `每柜可装箱数：${told}。` : `Cartons a container takes: ${told}.`,
    table(
      columns,
      rows.map((row) => [
        row.container,
        exact(row.cartons),
        say(LIMITS[row.limited_by] ?? { en: row.limited_by, zh: row.limited_by }, language),
        `${exact(row.volume_m3)} m³`,
        row.weight_kg === null ? '' : `${exact(row.weight_kg)} kg`,
        row.containers_needed === null ? '' : exact(row.containers_needed),
        cite(row.source_id),
      ]),
    ),
  );
}

function rulesPart(rules: readonly IncotermRow[], language: Language): string {
  const zh = language === 'zh';
  const party = (who: string | null) => (who === null ? say(NOBODY, language) : say(PARTIES[who] ?? NOBODY, language));
  const columns = [
    COLUMNS.rule,
    COLUMNS.transport,
    COLUMNS.exportClearance,
    COLUMNS.mainCarriage,
    COLUMNS.insurance,
    COLUMNS.importClearance,
    COLUMNS.risk,
    COLUMNS.source,
  ].map((column) => say(column, language));
  const carried = [...new Set(rules.map((rule) => rule.main_carriage))].map((who) => {
    const alike = rules.filter((rule) => rule.main_carriage === who).map(({ rule }) => rule);
    return zh
      ? `${alike.join('、')} 主运费由${party(who)}承担`
      : `under ${alike.join(', ')} the ${party(who)} pays the main carriage`;
  });
  return blocks(
    `**Incoterms 2020**${zh ? '：' : ': '}${carried.join(zh ? '；' : '; ')}${zh ? '。' : '.'}`,
    table(
      columns,
      rules.map((rule) => [
        `**${rule.rule}** ${rule.name}`,
        rule.transport === 'sea' ? (zh ? '海运/内河' : 'sea, inland waterway') : zh ? '任何方式' : 'any',
        party(rule.export_clearance),
        party(rule.main_carriage),
        party(rule.insurance),
        party(rule.import_clearance),
        rule.risk_passes,
        cite(rule.source_id),
      ]),
    ),
    say(CIF_SENSE, language),
  );
}

/** One precise question back for what a sum still needs. */
function wanting({ calculation }: Question, done: { cost: boolean; fit: boolean }, language: Language): string[] {
  const zh = language === 'zh';
  const asks: string[] = [];
  if (calculation?.landed_cost && !done.cost) {
    const value = calculation.landed_cost['goods_value'] === undefined;
    asks.push(
      value
        ? zh
          ? '**计算到岸成本还需要货值。** 请提供：货值、运费、保险费、关税税率（或产品与进口国）、增值税税率。'
          : '**The value of the goods is needed for a landed cost.** Please give goods value, freight, insurance, duty rate (or product and importing country) and VAT.'
        : zh
          ? '**计算到岸成本还需要关税税率。** 未能确定唯一适用的税率，请直接给出。'
          : '**The rate of duty is needed for a landed cost.** No single rate could be made out; please give it.',
    );
  }
  if (calculation?.container_fit && !done.fit) {
    asks.push(
      zh
        ? '**计算装柜数量需要纸箱尺寸。** 请提供长×宽×高（厘米）、每箱毛重（公斤）和箱数。'
        : '**The size of a carton is needed.** Please give length × width × height in cm, the gross weight in kg, and how many cartons there are.',
    );
  }
  return asks;
}

function nextQuestions({ calculation }: Question, language: Language): string[] {
  const zh = language === 'zh';
  if (calculation?.landed_cost)
    return zh
      ? ['一个货柜能装多少箱？', 'FOB 和 CIF 有什么区别？']
      : ['How many cartons fit into a container?', 'What is the difference between FOB and CIF?'];
  if (calculation?.container_fit)
    return zh ? ['FOB 和 CIF 有什么区别？'] : ['What is the difference between FOB and CIF?'];
  return zh ? ['一个货柜能装多少箱？'] : ['How many cartons fit into a container?'];
}
