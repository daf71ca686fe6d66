import { BenchClient, type Question } from './support/bench-client.js';
import { median } from './support/statistics.js';
import { BenchSystem } from './support/system.js';
import { type Row } from './support/table.js';
import { type TimedRun } from './support/timed-stream.js';

const MESSAGE = '查询2024年手机对美国的出口数据';
const WARM_UP = 5;
const RUNS = 25;

/** The whole product with its built-in analyst: how long a user waits for an answer that is worked out, and for one that is known. */
export async function smoke(): Promise<Row[]> {
  const system = await BenchSystem.start({ worker: 'worker' });
  try {
    const client = await BenchClient.register(system.url);
    const uncached = await measure(client, { message: MESSAGE, cache: false });
    const cached = await measure(client, { message: MESSAGE, cache: true });
    client.close();
    return [rowOf('uncached', uncached), rowOf('cached', cached)];
  } finally {
    await system.stop();
  }
}

/** One after the other: nothing here waits for anything but its own run. */
async function measure(client: BenchClient, question: Question): Promise<TimedRun[]> {
  for (let run = 0; run < WARM_UP; run += 1) await client.ask(question);
  const timed: TimedRun[] = [];
  while (timed.length < RUNS) timed.push(await client.ask(question));
  return timed;
}

function rowOf(question: string, runs: readonly TimedRun[]) {
  return {
    question,
    runs: runs.length,
    'first event, ms (median)': median(runs.map((run) => run.firstEventMs)),
    'agent begins, ms': median(runs.map((run) => run.startMs)),
    'end, ms': median(runs.map((run) => run.endMs)),
    'slowest end, ms': Math.max(...runs.map((run) => run.endMs)),
  };
}
