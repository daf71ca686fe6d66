import { type Row } from './support/table.js';

/** The rows of every benchmark that was run, by its name. */
export type Outcome = Readonly<Record<string, readonly Row[]>>;

interface Target {
  readonly of: string;
  readonly benchmark: string;
  readonly measured: (rows: readonly Row[]) => number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** As the table shows figures. */
const round = (limit = Number.NaN) => Number(limit.toPrecision(3));
const figure = (row: Row | undefined, column: string) => Number(row?.[column] ?? Number.NaN);
const medianOf = (column: string) => (rows: readonly Row[]) => figure(rows.at(-1), column);
const withClients = (clients: number, column: string) => (rows: readonly Row[]) =>
  figure(
    rows.find((row) => row['clients'] === clients),
    column,
  );
const largest = (column: string) => (rows: readonly Row[]) => Math.max(...rows.map((row) => figure(row, column)));

/** CPU of a run that was aimed at, and what the ADK Runner alone took on the machine for which that was said, in milliseconds. */
const TARGET_MACHINE = { runMs: 5, runnerMs: 1.2 };

/** What the project set out to reach on two cores, with a model of 50 chunks and one tool call. */
const TARGETS: readonly Target[] = [
  { of: 'runs/s, times those of the ADK API server', benchmark: 'peers', measured: medianOf('times'), atLeast: 1.5 },
  {
    of: 'CPU a run, ms',
    benchmark: 'throughput',
    measured: withClients(50, 'CPU ms a run'),
    atMost: TARGET_MACHINE.runMs,
  },
  {
    of: 'CPU a run, times that of the ADK Runner alone',
    benchmark: 'runner',
    measured: medianOf('times'),
    atMost: TARGET_MACHINE.runMs / TARGET_MACHINE.runnerMs,
  },
  {
    of: 'CPU a run with the image’s Node, ms',
    benchmark: 'nodes',
    measured: medianOf('its CPU ms a run'),
    atMost: TARGET_MACHINE.runMs,
  },
  {
    of: 'first event at 10 clients, ms (median)',
    benchmark: 'throughput',
    measured: withClients(10, 'first event, ms (median)'),
    atMost: 10,
  },
  {
    of: 'the same with a worker as it is shipped',
    benchmark: 'throughput',
    measured: (rows) => figure(rows.at(-1), 'first event, ms (median)'),
    atMost: 10,
  },
  ...[1, 10, 50].map((clients) => ({
    of: `relay overhead at 20 ms a chunk, ${clients} client${clients > 1 ? 's' : ''}, %`,
    benchmark: 'relay',
    measured: withClients(clients, 'overhead, %'),
    atMost: 5,
  })),
  { of: 'memory an idle subscriber, KiB', benchmark: 'idle', measured: medianOf('KiB each'), atMost: 20 },
  { of: 'recovery after a kill, s', benchmark: 'recovery', measured: largest('last finished after, s'), atMost: 15 },
];

/** Which targets were met, as far as their benchmarks were run. */
export function checkTargets(outcome: Outcome): Row[] {
  return TARGETS.flatMap(({ of, benchmark, measured, atLeast, atMost }) => {
    const rows = outcome[benchmark];
    if (rows === undefined) return [];
    const value = measured(rows);
    const met = value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity);
    return [
      {
        target: of,
        limit: atLeast === undefined ? `≤ ${round(atMost)}` : `≥ ${round(atLeast)}`,
        measured: value,
        met: met ? 'yes' : 'no',
        benchmark,
      },
    ];
  });
}
