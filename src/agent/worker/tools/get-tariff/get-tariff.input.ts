import { z } from 'zod';

export const getTariffInput = z.object({
  product: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('The product in Chinese or English words, or its HS code; six digits give the most exact answer.'),
  importer: z
    .string()
    .trim()
    .min(2)
    .max(60)
    .describe('The country that levies the duty: ISO code, or its name in Chinese or English.'),
  exporter: z
    .string()
    .trim()
    .min(2)
    .max(60)
    .optional()
    .describe('The country of origin of the goods, for preferential and additional duties; e.g. "CHN".'),
  year: z.number().int().min(1990).max(2100).optional().describe('Only for the rate of a past year.'),
});
