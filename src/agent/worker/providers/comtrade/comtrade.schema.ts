import { z } from 'zod';

const amount = z.number().nullable();

/** One row of the data; descriptions are left out, as we have names of our own. */
export const comtradeRow = z.object({
  period: z.string(),
  reporterCode: z.number(),
  flowCode: z.string(),
  partnerCode: z.number(),
  partner2Code: z.number().nullable(),
  cmdCode: z.string(),
  customsCode: z.string().nullable(),
  motCode: z.number().nullable(),
  qtyUnitAbbr: z.string().nullable(),
  qty: amount,
  netWgt: amount,
  /** US dollars: FOB of exports, CIF of imports. */
  primaryValue: amount,
});
export type ComtradeRow = z.output<typeof comtradeRow>;

/** Some refusals come with status 200 and a sentence inside; a query without data comes with count 0. */
const refusal = { error: z.literal('').nullish(), errorObject: z.null().optional() };

export const comtradeAnswer = z.object({
  ...refusal,
  count: z.number().nullish(),
  data: z.array(comtradeRow).nullable(),
});

/** Which years a reporter has delivered. */
export const comtradeAvailability = z.object({
  ...refusal,
  data: z.array(z.object({ reporterCode: z.number(), period: z.coerce.number() })).nullable(),
});
