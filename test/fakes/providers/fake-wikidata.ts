import { FakeServer, type Reply } from './fake-server.js';

/** An item as the fake holds it; a claim's value is an item id, a text, a date, an amount or a listing. */
export interface HeldItem {
  readonly id: string;
  readonly en?: string;
  readonly zh?: string;
  readonly aliases?: readonly string[];
  readonly claims?: Readonly<Record<string, readonly HeldClaim[]>>;
}

type HeldClaim =
  | string
  | { readonly item: string; readonly ticker?: string }
  | { readonly date: string; readonly precision: number }
  | {
      readonly amount: string;
      readonly unit: string;
      readonly year?: string;
      readonly rank?: 'preferred' | 'deprecated';
    };

/** Wikidata's action API and query service on one port. */
export function startFakeWikidata(
  items: readonly HeldItem[],
  rows: readonly Readonly<Record<string, string | undefined>>[],
): Promise<FakeServer> {
  return FakeServer.start(({ url }): Reply => {
    if (url.pathname === '/sparql') {
      const bindings = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, { type: 'literal', value }])),
      );
      return { body: { head: { vars: Object.keys(rows[0] ?? {}) }, results: { bindings } } };
    }
    const q = (name: string) => url.searchParams.get(name) ?? '';
    if (q('action') === 'wbsearchentities') {
      const found = items.filter(({ en, zh, aliases }) =>
        [en, zh, ...(aliases ?? [])].some((name) => name?.toLowerCase().startsWith(q('search').toLowerCase())),
      );
      return { body: { search: found.map(({ id }) => ({ id, title: id })), success: 1 } };
    }
    const asked = q('ids').split('|');
    const entities = asked.map((id) => [
      id,
      entity(
        id,
        items.find((item) => item.id === id),
      ),
    ]);
    return { body: { entities: Object.fromEntries(entities), success: 1 } };
  });
}

function entity(id: string, item: HeldItem | undefined) {
  if (!item) return { id, missing: '' };
  const labels = Object.entries({ en: item.en, zh: item.zh }).filter(([, value]) => value !== undefined);
  return {
    type: 'item',
    id,
    modified: '2026-10-01T00:00:00Z',
    labels: Object.fromEntries(labels.map(([language, value]) => [language, { language, value }])),
    // PHP writes an empty map as a list.
    aliases: item.aliases ? { en: item.aliases.map((value) => ({ language: 'en', value })) } : [],
    claims: Object.fromEntries(Object.entries(item.claims ?? {}).map(([property, all]) => [property, all.map(claim)])),
  };
}

function claim(held: HeldClaim) {
  const snak = (value: unknown, type = 'string') => ({ snaktype: 'value', datavalue: { value, type } });
  if (typeof held === 'string') return { mainsnak: snak(held), rank: 'normal', type: 'statement' };
  if ('item' in held) {
    const qualifiers = held.ticker === undefined ? {} : { qualifiers: { P249: [snak(held.ticker)] } };
    return { mainsnak: snak({ 'entity-type': 'item', id: held.item }), rank: 'normal', ...qualifiers };
  }
  if ('date' in held)
    return { mainsnak: snak({ time: `+${held.date}T00:00:00Z`, precision: held.precision }), rank: 'normal' };
  const value = { amount: held.amount, unit: `http://www.wikidata.org/entity/${held.unit}` };
  const when = held.year && { P585: [snak({ time: `+${held.year}-00-00T00:00:00Z`, precision: 9 })] };
  return { mainsnak: snak(value), rank: held.rank ?? 'normal', ...(when && { qualifiers: when }) };
}
