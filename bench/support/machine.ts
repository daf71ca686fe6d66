import os from 'node:os';

/** What figures are worth nothing without: the machine, and how busy it is with other things. */
export function recordedMachine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown CPU'}, ${memory} GiB, Node ${process.version}; ${loadAverage()}`;
}

/** The load average of the last minute; on a quiet machine it is about 0 before a benchmark. */
export function loadAverage(): string {
  return `load average ${os.loadavg()[0]?.toFixed(2)}`;
}
