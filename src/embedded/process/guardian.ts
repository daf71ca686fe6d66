import { type ChildProcess, spawn } from 'node:child_process';
import { type Writable } from 'node:stream';

/**
 * Reads a list of process ids from each line of its input and remembers the newest. Its input ends when we are gone,
 * also by kill -9; then it asks those that are left to end, and after ten seconds kills them.
 * SIGINT is a fast shutdown for PostgreSQL and a shutdown for all others of ours; SIGCONT wakes a frozen one to hear it.
 */
const SCRIPT = `
trap '' INT TERM HUP
while read -r line; do pids=$line; done
[ -z "$pids" ] && exit
kill -INT $pids; kill -CONT $pids
for _ in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1; left=
  for pid in $pids; do kill -0 $pid && left="$left $pid"; done
  pids=$left; [ -z "$pids" ] && exit
done
kill -KILL $pids
`;

const guarded = new Set<number>();
let guardian: (ChildProcess & { stdin: Writable }) | undefined;

/** From now on this process does not outlive ours. */
export function guard(pid: number): void {
  guarded.add(pid);
  tell();
}

/** The process has ended: its id may soon be another's. */
export function unguard(pid: number): void {
  guarded.delete(pid);
  tell();
}

function tell(): void {
  guardian ??= watch();
  guardian.stdin.write(`${[...guarded].join(' ')}\n`);
  // Nothing left to guard: let it go, so that it keeps no event loop alive.
  if (guarded.size > 0) return;
  guardian.stdin.end();
  guardian = undefined;
}

function watch() {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return child;
}
