import { z } from 'zod';

export const screenSanctionsInput = z.object({
  name: z
    .string()
    .trim()
    .min(2)
    .max(200)
    .describe('The company or person, in Chinese or English; the full legal name gives the best result.'),
});
