import { z } from 'zod';

const position = z.record(z.string(), z.number());

/** A cube as JSON-stat 2.0 has it: the values by their place in the cube, rows first; places without a value are left out. */
export const comextCube = z.object({
  updated: z.string().optional(),
  id: z.array(z.string()),
  size: z.array(z.number().int().nonnegative()),
  value: z.union([z.record(z.string(), z.number().nullable()), z.array(z.number().nullable())]),
  dimension: z.record(
    z.string(),
    z.object({ category: z.object({ index: z.union([position, z.array(z.string())]) }) }),
  ),
});
export type ComextCube = z.output<typeof comextCube>;

/** What is too much comes with status 200, as a promise to work it out later. */
const tooMuch = z.object({ warning: z.object({ status: z.number(), label: z.string().optional() }) });

export const comextAnswer = z.union([comextCube, tooMuch]);
