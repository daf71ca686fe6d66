import { z } from 'zod';
import { type WikidataClaim, type WikidataEntity } from './wikidata.schema.js';

const item = z.object({ id: z.string() });
const time = z.object({ time: z.string(), precision: z.number() });
const quantity = z.object({ amount: z.string(), unit: z.string() });

/** The label in that language; Chinese has several. */
export function labelOf(entity: WikidataEntity | undefined, language: 'zh' | 'en'): string | undefined {
  const labels: Readonly<Record<string, { value: string }>> = entity?.labels ?? {};
  if (language === 'en') return labels.en?.value;
  return (labels['zh-cn'] ?? labels['zh-hans'] ?? labels.zh)?.value;
}

/** What the item says of a property: the preferred statements where there are such, never deprecated ones; the latest first. */
export function claimsOf(entity: WikidataEntity, property: string): WikidataClaim[] {
  const claims: Readonly<Record<string, WikidataClaim[]>> = entity.claims ?? {};
  const all = (claims[property] ?? []).filter(({ rank }) => rank !== 'deprecated');
  const preferred = all.filter(({ rank }) => rank === 'preferred');
  const best = preferred.length > 0 ? preferred : all;
  return best.toSorted((a, b) => (pointInTime(b) ?? '').localeCompare(pointInTime(a) ?? ''));
}

export function itemIds(entity: WikidataEntity, property: string): string[] {
  return claimsOf(entity, property).flatMap((claim) => item.safeParse(claim.mainsnak.datavalue?.value).data?.id ?? []);
}

export function texts(entity: WikidataEntity, property: string): string[] {
  return claimsOf(entity, property).flatMap(
    (claim) => z.string().safeParse(claim.mainsnak.datavalue?.value).data ?? [],
  );
}

/** A number with the item of its unit, and the year it is of where that is stated. */
export function quantityOf(claim: WikidataClaim): { amount: number; unit: string | undefined } | undefined {
  const value = quantity.safeParse(claim.mainsnak.datavalue?.value).data;
  return value && { amount: Number(value.amount), unit: /Q\d+$/.exec(value.unit)?.[0] };
}

/** `1995`, `1995-02` or `1995-02-01`, as precisely as it is known. */
export function dateOf(value: unknown): string | undefined {
  const date = time.safeParse(value).data;
  if (!date || date.precision < 9) return undefined;
  return date.time.replace(/^\+/, '').slice(0, { 9: 4, 10: 7 }[date.precision] ?? 10);
}

/** The date a statement is of (P585). */
export function pointInTime(claim: WikidataClaim): string | undefined {
  return dateOf(qualifier(claim, 'P585'));
}

export function qualifier({ qualifiers }: WikidataClaim, property: string): unknown {
  const known: Readonly<Record<string, { datavalue?: { value?: unknown } }[]>> = qualifiers ?? {};
  return known[property]?.[0]?.datavalue?.value;
}
