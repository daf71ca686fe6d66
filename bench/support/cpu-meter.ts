import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick is. */
const MS_PER_TICK = 10;

interface ProcessTimes {
  readonly parent: number;
  readonly ms: number;
}

/** CPU time of processes and all their children, as the kernel counts it: what others on the machine do does not change it. */
export class CpuMeter {
  private readonly before: Readonly<Record<string, number>>;

  /** Begins to count. @param processes pids by name */
  constructor(private readonly processes: Readonly<Record<string, readonly number[]>>) {
    this.before = this.read();
  }

  /** Milliseconds since the meter was made, by name. */
  elapsed(): Record<string, number> {
    const now = this.read();
    return Object.fromEntries(Object.keys(now).map((name) => [name, (now[name] ?? 0) - (this.before[name] ?? 0)]));
  }

  private read(): Record<string, number> {
    const times = processTimes();
    const total = (pid: number): number =>
      [...times].reduce(
        (sum, [child, { parent }]) => (parent === pid ? sum + total(child) : sum),
        times.get(pid)?.ms ?? 0,
      );
    return Object.fromEntries(
      Object.entries(this.processes).map(([name, pids]) => [name, pids.reduce((sum, pid) => sum + total(pid), 0)]),
    );
  }
}

/** Own time and that of children that have ended, of every process. */
function processTimes(): Map<number, ProcessTimes> {
  const times = new Map<number, ProcessTimes>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      // The name, in parentheses, may hold anything; the fields after it are numbered from 3 in proc(5).
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
      times.set(Number(entry), { parent: Number(fields[1]), ms: ticks * MS_PER_TICK });
    } catch {
      // It ended while we looked.
    }
  }
  return times;
}
