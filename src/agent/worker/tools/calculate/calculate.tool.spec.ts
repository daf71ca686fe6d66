import fc from 'fast-check';
import { toolContext } from '../../../../../test/factories/tool-context.js';
import { calculateTool } from './calculate.tool.js';
import { containerFit, CONTAINERS } from './container-fit.js';
import { INCOTERMS } from './incoterms.js';
import { landedCost } from './landed-cost.js';

const context = toolContext();

describe('calculate', () => {
  const sut = calculateTool();
  const run = (input: Record<string, unknown>, language: 'en' | 'zh' = 'en') =>
    sut.run(sut.input.parse(input), { ...context, language });

  it('should add up what goods cost at the door, duty on the CIF value', async () => {
    const { data, summary } = await run({
      landed_cost: {
        goods_value: 10_000,
        freight: 800,
        insurance: 50,
        duty_percent: 4,
        vat_percent: 19,
        other_costs: 200,
        quantity: 1_000,
      },
    });

    expect(data.landed_cost).toMatchObject({
      customs_value: 10_850,
      duty: 434,
      vat_base: 11_284,
      vat: 2_143.96,
      total: 13_627.96,
      per_unit: 13.63,
    });
    expect(summary).toBe('landed cost 13627.96 USD');
  });

  it('should levy duty on the FOB value where freight is not dutiable', async () => {
    const { data } = await run({
      landed_cost: { goods_value: 10_000, freight: 800, duty_percent: 25, duty_on: 'FOB' },
    });

    expect(data.landed_cost).toMatchObject({ customs_value: 10_000, duty: 2_500, total: 13_300, per_unit: null });
  });

  it('should never cost less than goods and freight, and duty on CIF never be less than on FOB', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ goodsValue: amount, freight: amount, insurance: amount, otherCosts: amount }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (costs, dutyPercent) => {
          const of = (dutyOn: 'CIF' | 'FOB') =>
            landedCost({ ...costs, dutyPercent, vatPercent: 20, quantity: undefined, dutyOn });
          expect(of('FOB').total).toBeGreaterThanOrEqual(costs.goodsValue + costs.freight - 0.01);
          expect(of('CIF').duty).toBeGreaterThanOrEqual(of('FOB').duty);
        },
      ),
    );
  });

  it('should fill containers by whatever runs out first', async () => {
    const light = await run({
      container_fit: { length_cm: 60, width_cm: 40, height_cm: 40, weight_kg: 10, cartons: 1_000 },
    });
    const heavy = await run({ container_fit: { length_cm: 60, width_cm: 40, height_cm: 40, weight_kg: 200 } });

    expect(light.data.containers).toEqual([
      expect.objectContaining({ container: "20' GP", cartons: 225, limited_by: 'size', containers_needed: 5 }),
      expect.objectContaining({ container: "40' GP", cartons: 500, limited_by: 'size', containers_needed: 2 }),
      expect.objectContaining({ container: "40' HC", cartons: 600, limited_by: 'size', containers_needed: 2 }),
    ]);
    expect(heavy.data.containers[0]).toMatchObject({ cartons: 140, limited_by: 'weight', weight_kg: 28_000 });
    expect(light.sources.map(({ id }) => id)).toEqual(['container-measures']);
  });

  it('should never put more into a container than its room and payload', () => {
    const side = fc.double({ min: 1, max: 300, noNaN: true });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        fc.double({ min: 0.1, max: 5_000, noNaN: true }),
        (lengthCm, widthCm, heightCm, weightKg) => {
          for (const [index, fit] of containerFit({ lengthCm, widthCm, heightCm, weightKg }, undefined).entries()) {
            const container = CONTAINERS[index]!;
            expect((fit.cartons * lengthCm * widthCm * heightCm) / 1e6).toBeLessThanOrEqual(container.usableM3 + 1e-6);
            expect(fit.cartons * weightKg).toBeLessThanOrEqual(container.payloadKg + 1e-6);
          }
        },
      ),
    );
  });

  it('should say that a carton too large goes into none', async () => {
    const { data } = await run({ container_fit: { length_cm: 1_300, width_cm: 300, height_cm: 300, cartons: 5 } });

    expect(data.containers.every(({ cartons, containers_needed }) => cartons === 0 && containers_needed === null)).toBe(
      true,
    );
  });

  it('should explain the rules asked for, all eleven for none in particular, and name what is no rule', async () => {
    const { data, missing, sources } = await run({ incoterms: ['fob', 'CIF', 'DAT'] }, 'zh');

    expect(
      data.incoterms.map(({ rule, main_carriage, insurance, risk_passes }) => [
        rule,
        main_carriage,
        insurance,
        risk_passes,
      ]),
    ).toEqual([
      ['FOB', 'buyer', null, '在装运港装上船时'],
      ['CIF', 'seller', 'seller', '在装运港装上船时'],
    ]);
    expect(missing).toEqual(['“DAT”不是 Incoterms 2020 的术语。']);
    expect(sources.map(({ id }) => id)).toEqual(['incoterms-2020']);
    expect((await run({ incoterms: [] })).data.incoterms).toHaveLength(11);
    expect(INCOTERMS.filter(({ transport }) => transport === 'sea').map(({ rule }) => rule)).toEqual([
      'FAS',
      'FOB',
      'CFR',
      'CIF',
    ]);
  });

  it('should say so when there is nothing to calculate', async () => {
    const { missing, confidence } = await run({});

    expect(missing[0]).toMatch(/^Nothing was given/);
    expect(confidence).toBe('low');
  });
});
