import { z } from 'zod';

export const queryTradeStatisticsInput = z.object({
  reporter: z
    .string()
    .trim()
    .min(2)
    .max(60)
    .default('CHN')
    .describe(
      'The country whose trade is asked for: ISO 3166 alpha-2 or alpha-3 code, or its name in Chinese or English.',
    ),
  partner: z
    .string()
    .trim()
    .min(2)
    .max(60)
    .default('WLD')
    .describe(
      'The other country, written the same way; "WLD" for the world as a whole, "ALL" for the ranking of partners.',
    ),
  product: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('The product in Chinese or English words, an HS code of 2, 4 or 6 digits, or "TOTAL" for all goods.'),
  flow: z.enum(['X', 'M']).default('X').describe('"X" for exports of the reporter, "M" for its imports.'),
  years: z
    .array(z.number().int().min(1990).max(2100))
    .max(20)
    .default([])
    .describe('Calendar years asked for, e.g. [2024]; empty for every period held.'),
});
