import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { SECOND } from '../common/clock.js';
import { type Page } from '../common/http/page-server.js';
import { inTime } from '../common/in-time.js';

/** What stands before the name of every figure of ours. */
const PREFIX = 'tradeflow_';
/** From what the cache answers at once to what a long run takes, in seconds. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
/** Longest time a page waits for a figure that must be asked for elsewhere. */
const READ_LIMIT = 1 * SECOND;

/** One a process, as whoever counts something is not always given things: a figure stands beside the code that counts it. */
const registry = new Registry();

/** What only grows. Its name ends in `_total`. */
export function counter<L extends string>(name: `${string}_total`, help: string, labelNames: L[] = []): Counter<L> {
  return new Counter({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] });
}

/** How long something took. Its name ends in `_seconds`. */
export function histogram<L extends string>(
  name: `${string}_seconds`,
  help: string,
  labelNames: L[] = [],
): Histogram<L> {
  return new Histogram({ name: `${PREFIX}${name}`, help, labelNames, buckets: BUCKETS, registers: [registry] });
}

/**
 * What is read when somebody looks. A figure that cannot be read, or not in time, is left out: that its store is away must not hide all others.
 * @param read its value, or one for each value of the label; a later call with the same name takes its place
 */
export function watch(
  name: string,
  help: string,
  read: () => number | Promise<Readonly<Record<string, number>>>,
  label?: string,
): void {
  const full = `${PREFIX}${name}`;
  registry.removeSingleMetric(full);
  new Gauge({
    name: full,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      this.reset();
      const value = await inTime<number | Readonly<Record<string, number>>>(read, READ_LIMIT);
      if (typeof value === 'number') this.set(value);
      else if (label === undefined) this.remove();
      else for (const [of, figure] of Object.entries(value ?? {})) this.set({ [label]: of }, figure);
    },
  });
}

/** Memory, processor, event loop, garbage collection: under the names that dashboards for Node know. Called once by a process. */
export function watchProcess(): void {
  collectDefaultMetrics({ register: registry });
}

/** All figures of this process, in the format of Prometheus. */
export async function metricsPage(): Promise<Page> {
  return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
}
