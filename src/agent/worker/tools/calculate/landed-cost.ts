/** What goods cost at the door. Amounts are in one currency, rates in per cent. */
export interface LandedCostInput {
  readonly goodsValue: number;
  readonly freight: number;
  readonly insurance: number;
  readonly dutyPercent: number;
  readonly vatPercent: number;
  readonly otherCosts: number;
  readonly quantity: number | undefined;
  /** Whether duty is levied on the value with freight and insurance (most countries) or without them (USA, Canada, Australia). */
  readonly dutyOn: 'CIF' | 'FOB';
}

export interface LandedCost {
  readonly customsValue: number;
  readonly duty: number;
  readonly vatBase: number;
  readonly vat: number;
  readonly total: number;
  readonly perUnit: number | null;
}

/** Duty on the customs value; VAT on everything up to the border, duty included; other costs on top. */
export function landedCost(input: LandedCostInput): LandedCost {
  const { goodsValue, freight, insurance, otherCosts, quantity } = input;
  const transport = freight + insurance;
  const customsValue = input.dutyOn === 'CIF' ? goodsValue + transport : goodsValue;
  const duty = (customsValue * input.dutyPercent) / 100;
  const vatBase = goodsValue + transport + duty;
  const vat = (vatBase * input.vatPercent) / 100;
  const total = vatBase + vat + otherCosts;
  return {
    customsValue: cents(customsValue),
    duty: cents(duty),
    vatBase: cents(vatBase),
    vat: cents(vat),
    total: cents(total),
    perUnit: quantity === undefined ? null : cents(total / quantity),
  };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
