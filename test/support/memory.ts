import { execFile } from 'node:child_process';
import { setInterval } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Memory of a process that is in use right now (resident set), in MiB. */
export async function memoryOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}

/** The most memory the process has while `work` goes on, looked at five times a second, in MiB. */
export async function peakMemory(pid: number, work: () => Promise<void>): Promise<number> {
  const done = new AbortController();
  let peak = 0;
  const watch = (async () => {
    for await (const _tick of setInterval(200, undefined, { signal: done.signal })) {
      peak = Math.max(peak, await memoryOf(pid));
    }
  })().catch(() => undefined);
  try {
    await work();
  } finally {
    done.abort();
    await watch;
  }
  return peak;
}
