import { z } from 'zod';

export const getCompanyProfileInput = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe(
      'The company, in Chinese or English: full name, short name, brand or stock code, e.g. "富士康" or "BYD Electronic".',
    ),
});
