import { z } from 'zod';

export const classifyHsCodeInput = z.object({
  product: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .describe(
      'The product in Chinese or English words, e.g. "智能手机" or "cotton T-shirts", or an HS code of 2, 4 or 6 digits.',
    ),
  limit: z.number().int().min(1).max(20).default(5).describe('How many candidates to return at most.'),
});
