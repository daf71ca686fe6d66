import { type z } from 'zod';
import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { citedSources } from '../citations.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { calculateInput } from './calculate.input.js';
import { type CalculateData, type ContainerFitRow, type IncotermRow, type LandedCostRow } from './calculate.types.js';
import { containerFit } from './container-fit.js';
import { INCOTERMS } from './incoterms.js';
import { landedCost } from './landed-cost.js';

type Input = z.output<typeof calculateInput>;

const TEXTS = {
  landed: { en: 'landed cost {total} {currency}', zh: '到岸总成本 {total} {currency}' },
  fit: { en: 'cartons per container: {fits}', zh: '每柜可装箱数：{fits}' },
  rules: { en: 'Incoterms 2020: {rules}', zh: '国际贸易术语 Incoterms 2020：{rules}' },
  nothing: {
    en: 'Nothing was given to calculate: give the values for landed_cost, container_fit or incoterms.',
    zh: '未提供可计算的内容：请给出到岸成本、装柜或贸易术语所需的数值。',
  },
  coverage: {
    en: 'Computed from the numbers given. Duty is levied on the customs value, VAT on goods, freight, insurance and duty; national rules may differ.',
    zh: '根据给定数值计算：关税以完税价格计征，增值税以货值、运费、保险费及关税之和计征；各国规定可能不同。',
  },
  containers: {
    en: 'Container measures are nominal and vary by shipping line; cartons are taken as all turned the same way, without pallets.',
    zh: '集装箱尺寸为名义值，因船公司而异；按所有纸箱同一方向、不使用托盘计算。',
  },
  unknownRule: { en: '"{rule}" is no rule of Incoterms 2020.', zh: '“{rule}”不是 Incoterms 2020 的术语。' },
} satisfies Record<string, Text>;

/** The day the constants below were taken over. */
const TAKEN_OVER = '2026-11-22T00:00:00.000Z';
const CONTAINER_SOURCE: Source = {
  id: 'container-measures',
  title: 'Nominal inside measures and payloads of dry containers, as forwarders publish them',
  publisher: 'Westworld Trade and others',
  url: 'https://www.westworldtrade.com/',
  retrieved_at: TAKEN_OVER,
  confidence: 'secondary',
};
const INCOTERMS_SOURCE: Source = {
  id: 'incoterms-2020',
  title: 'Incoterms 2020 (rules of the ICC, summarised by us)',
  publisher: 'International Chamber of Commerce',
  url: 'https://iccwbo.org/business-solutions/incoterms-rules/incoterms-2020/',
  period: '2020',
  retrieved_at: TAKEN_OVER,
  confidence: 'derived',
};

/** Sums a trader does on paper: what goods cost at the door, how many go into a container, who pays what under which rule. */
export function calculateTool() {
  return defineTool({
    name: 'calculate',
    description:
      "Calculates landed cost (customs value, duty, VAT, total, per unit), how many cartons fit into 20' and 40' containers, and explains rules of Incoterms 2020. Use it for every sum instead of reckoning yourself; give it only numbers from the user or from other tools.",
    activity: { en: 'Calculating', zh: '正在计算' },
    input: calculateInput,
    version: 1,
    run: (input, { language }): Promise<ToolFindings<CalculateData>> => {
      const wanted = input.incoterms ?? [];
      const known = INCOTERMS.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule));
      const data: CalculateData = {
        landed_cost: input.landed_cost ? landedCostRow(input.landed_cost) : null,
        containers: input.container_fit ? fitRows(input.container_fit) : [],
        incoterms: input.incoterms ? known.map((term) => incotermRow(term, language)) : [],
      };
      const outcome = outcomes(data, language);
      return Promise.resolve({
        data,
        sources: citedSources(data, [CONTAINER_SOURCE, INCOTERMS_SOURCE]),
        summary: outcome.join(language === 'zh' ? '；' : '; ') || say(TEXTS.nothing, language),
        coverage: say(TEXTS.coverage, language),
        missing: [
          ...(outcome.length === 0 ? [say(TEXTS.nothing, language)] : []),
          ...(data.containers.length > 0 ? [say(TEXTS.containers, language)] : []),
          ...wanted
            .filter((rule) => !INCOTERMS.some((term) => term.rule === rule))
            .map((rule) => say(TEXTS.unknownRule, language, { rule })),
        ],
        confidence: outcome.length === 0 ? 'low' : 'high',
      });
    },
  });
}

function outcomes({ landed_cost, containers, incoterms }: CalculateData, language: Language): string[] {
  const fits = containers.map(({ container, cartons }) => `${container} ${cartons}`).join(', ');
  const rules = incoterms.map(({ rule }) => rule).join(', ');
  return [
    ...(landed_cost ? [say(TEXTS.landed, language, { total: landed_cost.total, currency: landed_cost.currency })] : []),
    ...(fits === '' ? [] : [say(TEXTS.fit, language, { fits })]),
    ...(rules === '' ? [] : [say(TEXTS.rules, language, { rules })]),
  ];
}

function landedCostRow(input: NonNullable<Input['landed_cost']>): LandedCostRow {
  const { goods_value, freight, insurance, duty_percent, vat_percent, other_costs, quantity, currency, duty_on } =
    input;
  const cost = landedCost({
    goodsValue: goods_value,
    freight,
    insurance,
    dutyPercent: duty_percent,
    vatPercent: vat_percent,
    otherCosts: other_costs,
    quantity,
    dutyOn: duty_on,
  });
  return {
    currency,
    goods_value,
    freight,
    insurance,
    duty_on,
    customs_value: cost.customsValue,
    duty_percent,
    duty: cost.duty,
    vat_base: cost.vatBase,
    vat_percent,
    vat: cost.vat,
    other_costs,
    total: cost.total,
    per_unit: cost.perUnit,
  };
}

function fitRows(input: NonNullable<Input['container_fit']>): ContainerFitRow[] {
  const { length_cm: lengthCm, width_cm: widthCm, height_cm: heightCm, weight_kg: weightKg, cartons } = input;
  return containerFit({ lengthCm, widthCm, heightCm, weightKg }, cartons).map((fit) => ({
    container: fit.container,
    cartons: fit.cartons,
    limited_by: fit.limitedBy,
    volume_m3: fit.volumeM3,
    weight_kg: fit.weightKg,
    containers_needed: fit.containersNeeded,
    source_id: CONTAINER_SOURCE.id,
  }));
}

function incotermRow(term: (typeof INCOTERMS)[number], language: Language): IncotermRow {
  return {
    rule: term.rule,
    name: term.name,
    transport: term.transport,
    export_clearance: term.exportClearance,
    main_carriage: term.mainCarriage,
    insurance: term.insurance,
    import_clearance: term.importClearance,
    risk_passes: say(term.riskPasses, language),
    source_id: INCOTERMS_SOURCE.id,
  };
}
