import { z } from 'zod';

const label = z.object({ value: z.string() });
/** Empty maps come as empty arrays. */
const mapOf = <T extends z.ZodType>(value: T) =>
  z.union([z.record(z.string(), value), z.tuple([]).transform(() => ({}))]);
const snak = z.object({ datavalue: z.object({ value: z.unknown() }).optional() });
const claim = z.object({
  mainsnak: snak,
  rank: z.enum(['preferred', 'normal', 'deprecated']),
  qualifiers: mapOf(z.array(snak)).optional(),
});
export type WikidataClaim = z.output<typeof claim>;

export const wikidataEntity = z.object({
  id: z.string(),
  modified: z.string().optional(),
  labels: mapOf(label).optional(),
  aliases: mapOf(z.array(label)).optional(),
  claims: mapOf(z.array(claim)).optional(),
});
export type WikidataEntity = z.output<typeof wikidataEntity>;

export const wikidataSearch = z.object({ search: z.array(z.object({ id: z.string() })) });
export const wikidataEntities = z.object({
  entities: z.record(z.string(), wikidataEntity.or(z.object({ missing: z.string() }))),
});

const binding = z.object({ value: z.string() });
export const sparqlAnswer = z.object({
  results: z.object({ bindings: z.array(z.record(z.string(), binding)) }),
});
