import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** One row of the schedule. Rows without a number are group headings; rows of ten digits leave their rate to those above them. */
export const htsRow = z.object({
  htsno: text,
  indent: z.coerce.number(),
  description: text,
  general: text,
  special: text,
  other: text,
  footnotes: z
    .array(z.object({ value: text }))
    .nullish()
    .transform((notes) => notes ?? []),
});
export type HtsRow = z.output<typeof htsRow>;
export const htsRows = z.array(htsRow);

/** The name of the release that is served, wherever it stands. */
export const htsRelease = z
  .object({ name: text, title: text, description: text })
  .transform(({ name, title, description }) => description || title || name);
