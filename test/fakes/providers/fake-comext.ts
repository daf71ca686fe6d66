import { FakeServer, type Reply, type SeenRequest } from './fake-server.js';

/** A figure the fake holds, by month; the codes are Eurostat's. */
export interface HeldMonth {
  readonly reporter: string;
  readonly partner: string;
  readonly product: string;
  /** `1` imports, `2` exports. */
  readonly flow: '1' | '2';
  readonly month: string;
  readonly euros: number;
  /** In 100 kg, as Eurostat counts. */
  readonly weight?: number;
}

const DIMENSIONS = ['freq', 'reporter', 'partner', 'product', 'flow', 'indicators', 'time'] as const;
type Cell = Readonly<Record<(typeof DIMENSIONS)[number], string>> & { readonly value: number };

/**
 * Eurostat's dissemination API with its ways: a sparse JSON-stat cube over what was asked for, months without trade left out, years only
 * where all twelve months are out, 400 for a code it does not know, an empty cube or 404 for no data.
 */
export function startFakeComext(
  held: readonly HeldMonth[],
  options: { readonly years?: boolean } = {},
): Promise<FakeServer> {
  return FakeServer.start((request) => respond(request, held, options.years ?? true));
}

function respond({ url }: SeenRequest, held: readonly HeldMonth[], hasYears: boolean): Reply {
  if (url.pathname !== '/eurostat/api/comext/dissemination/statistics/1.0/data/DS-045409')
    return { status: 404, body: '' };
  const asked = (name: string) => url.searchParams.getAll(name);
  const annual = asked('freq')[0] === 'A';
  if (annual && !hasYears) return refusal('Invalid value for dimension FREQ: A');
  if (asked('reporter').some((code) => /^(840|US|EL)$/.test(code)))
    return refusal('Invalid value for dimension REPORTER');
  const months = held.flatMap(({ month, euros, weight, ...trade }): Cell[] => {
    const place = { ...trade, freq: annual ? 'A' : 'M', time: annual ? month.slice(0, 4) : month };
    return [
      { ...place, indicators: 'VALUE_IN_EUROS', value: euros },
      ...(weight === undefined ? [] : [{ ...place, indicators: 'QUANTITY_IN_100KG', value: weight }]),
    ];
  });
  const cells = (annual ? years(months, held) : months).filter(
    (cell) =>
      cell.time >= (asked('sinceTimePeriod')[0] ?? '') &&
      cell.time <= (asked('untilTimePeriod')[0] ?? '9999-99') &&
      (['reporter', 'partner', 'product', 'flow', 'indicators'] as const).every(
        (name) => asked(name).length === 0 || asked(name).includes(cell[name]),
      ),
  );
  return { body: cube(cells) };
}

/** Months added up, for years that are complete. */
function years(months: readonly Cell[], held: readonly HeldMonth[]): Cell[] {
  const sums = new Map<string, Cell>();
  for (const cell of months) {
    if (!held.some(({ month }) => month === `${cell.time}-12`)) continue;
    const key = DIMENSIONS.map((name) => cell[name]).join(' ');
    sums.set(key, { ...cell, value: (sums.get(key)?.value ?? 0) + cell.value });
  }
  return [...sums.values()];
}

function cube(cells: readonly Cell[]) {
  const categories = DIMENSIONS.map((name) => [...new Set(cells.map((cell) => cell[name]))].sort());
  const size = categories.map(({ length }) => length);
  const value: Record<string, number> = {};
  for (const cell of cells) {
    const place = DIMENSIONS.reduce((sum, name, axis) => sum * size[axis]! + categories[axis]!.indexOf(cell[name]), 0);
    value[place] = cell.value;
  }
  return {
    version: '2.0',
    class: 'dataset',
    label: 'EU trade since 1988 by HS2-4-6 and CN8',
    source: 'ESTAT',
    updated: '2026-11-14T11:00:00+0100',
    value,
    id: DIMENSIONS,
    size,
    dimension: Object.fromEntries(
      DIMENSIONS.map((name, axis) => [
        name,
        {
          label: name,
          category: {
            index: Object.fromEntries(categories[axis]!.map((category, index) => [category, index])),
            label: Object.fromEntries(categories[axis]!.map((category) => [category, `name of ${category}`])),
          },
        },
      ]),
    ),
  };
}

function refusal(label: string): Reply {
  return { status: 400, body: { error: [{ status: 400, id: 100, label }] } };
}
