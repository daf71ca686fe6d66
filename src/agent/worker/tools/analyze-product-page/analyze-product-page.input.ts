import { z } from 'zod';

export const analyzeProductPageInput = z.object({
  url: z.string().trim().min(4).max(2_048).describe('The address of a product page, http or https.'),
});
