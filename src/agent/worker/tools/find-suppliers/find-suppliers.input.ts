import { z } from 'zod';

export const findSuppliersInput = z.object({
  product: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .describe('The product in Chinese or English words, or an HS code of 4 or 6 digits.'),
  country: z
    .string()
    .trim()
    .min(2)
    .max(60)
    .optional()
    .describe('Only suppliers of this country: ISO code, or its name in Chinese or English.'),
  limit: z.number().int().min(1).max(30).default(10).describe('How many companies to return at most.'),
});
