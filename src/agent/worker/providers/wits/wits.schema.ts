import { z } from 'zod';

const values = z.array(z.object({ id: z.string(), name: z.string() }));
const component = z.object({ id: z.string(), values });

/** SDMX-JSON as WITS writes it. */
export const witsAnswer = z.object({
  dataSets: z.array(
    z.object({
      series: z.record(z.string(), z.object({ observations: z.record(z.string(), z.array(z.number().nullable())) })),
    }),
  ),
  structure: z.object({
    dimensions: z.object({ series: z.array(component), observation: z.array(component) }),
    attributes: z.object({ observation: z.array(component) }),
  }),
});
export type WitsAnswer = z.output<typeof witsAnswer>;
