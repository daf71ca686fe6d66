import { z } from 'zod';

const name = z.object({ name: z.string(), language: z.string().nullish() });
const address = z.object({
  addressLines: z.array(z.string()).nullish(),
  city: z.string().nullish(),
  region: z.string().nullish(),
  country: z.string(),
  postalCode: z.string().nullish(),
});

/** One entity of the register. */
export const leiRecord = z.object({
  id: z.string(),
  attributes: z.object({
    lei: z.string(),
    entity: z.object({
      legalName: name,
      otherNames: z.array(name).nullish(),
      transliteratedOtherNames: z.array(name).nullish(),
      legalAddress: address,
      headquartersAddress: address.nullish(),
      registeredAs: z.string().nullish(),
      status: z.string().nullish(),
      creationDate: z.string().nullish(),
    }),
    registration: z.object({
      status: z.string(),
      lastUpdateDate: z.string(),
      nextRenewalDate: z.string().nullish(),
    }),
  }),
  relationships: z
    .object({ 'direct-parent': z.object({ links: z.record(z.string(), z.string()) }).nullish() })
    .nullish(),
});
export type LeiRecord = z.output<typeof leiRecord>;

export const leiRecordList = z.object({ data: z.array(leiRecord) });
export const leiRecordOne = z.object({ data: leiRecord });
export const reportingException = z.object({ data: z.object({ attributes: z.object({ reason: z.string() }) }) });
