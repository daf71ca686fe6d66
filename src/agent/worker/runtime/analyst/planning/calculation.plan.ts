import { type GetTariffData, type TariffRow } from '../../../tools/get-tariff/get-tariff.types.js';
import { type ToolOutcome } from '../conversation.js';
import { type Question } from '../understanding/question.js';
import { planTariff } from './tariff.plan.js';
import { findingsOf, TOOL, type ToolRequest } from './tool-request.js';

/** Where freight is no part of the customs value. */
const DUTY_ON_FOB = new Set(['USA', 'CAN', 'AUS']);

/** One calculation with everything asked for. A landed cost without a rate of duty looks the rate up first, where product and country are named. */
export function planCalculation(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  const { calculation } = question;
  if (!calculation) return [];
  const tariffs = needsRate(question) ? planTariff(question, outcomes) : [];
  const args = {
    ...landedCost(question, outcomes),
    ...(calculation.container_fit?.['length_cm'] !== undefined && { container_fit: calculation.container_fit }),
    ...(calculation.incoterms && { incoterms: calculation.incoterms }),
  };
  return [...tariffs, ...(Object.keys(args).length > 0 ? [{ tool: TOOL.calculate, args }] : [])];
}

/** The rate of duty the tariff leaves no doubt about: the general one and what is levied on top, each a single percentage. */
export function plainRate(rates: readonly TariffRow[]): number | undefined {
  const general = rates.filter(({ kind }) => kind === 'mfn');
  const additional = rates.filter(({ kind }) => kind === 'additional');
  const percents = new Set(general.map(({ rate_percent }) => rate_percent));
  const [only] = percents;
  if (percents.size !== 1 || only === null || only === undefined) return undefined;
  if (additional.some(({ rate_percent }) => rate_percent === null)) return undefined;
  return additional.reduce((sum, { rate_percent }) => sum + (rate_percent ?? 0), only);
}

function landedCost(question: Question, outcomes: readonly ToolOutcome[]) {
  const given = question.calculation?.landed_cost;
  if (given?.['goods_value'] === undefined) return {};
  const looked = findingsOf<GetTariffData>(TOOL.tariff, outcomes)[0]?.data.rates;
  const duty = given['duty_percent'] ?? (looked && plainRate(looked));
  if (duty === undefined) return {};
  const importer = question.duty.importer?.code ?? '';
  return { landed_cost: { ...given, duty_percent: duty, ...(DUTY_ON_FOB.has(importer) && { duty_on: 'FOB' }) } };
}

function needsRate({ calculation, products, duty }: Question): boolean {
  const cost = calculation?.landed_cost;
  return cost !== undefined && cost['duty_percent'] === undefined && products.length > 0 && duty.importer !== undefined;
}
