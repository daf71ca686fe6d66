import { parseArgs } from 'node:util';
import { SECOND } from '../clock.js';

/** A command that copies what one store holds into another of its kind. */
export interface CopyCommand<Name extends string, Progress> {
  /** Told, on one line, when the words of the command are wrong. */
  readonly usage: string;
  readonly stores: readonly Name[];
  /** The line that tells how far it is. */
  readonly line: (progress: Progress) => string;
  /** @returns the exit code. `tell` may be called as often as there is news: a line a second is written, and the last one. */
  readonly copy: (from: Name, to: Name, signal: AbortSignal, tell: (progress: Progress) => void) => Promise<number>;
}

/** Runs `copy --from A --to B` and sets the exit code: 2 for wrong words, 1 for a failure, told in one sentence. Ctrl-C stops it. */
export async function runCopyCommand<Name extends string, Progress>(command: CopyCommand<Name, Progress>) {
  try {
    process.exitCode = await run(command);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

async function run<Name extends string, Progress>(command: CopyCommand<Name, Progress>): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string' }, to: { type: 'string' } },
  });
  const [from, to] = [values.from, values.to].map((word) => command.stores.find((name) => name === word));
  if (positionals.join(' ') !== 'copy' || from === undefined || to === undefined || from === to) {
    process.stderr.write(command.usage);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('Stopped; the same command goes on from here.')));
  let told = Date.now();
  let untold: Progress | undefined;
  const write = (progress: Progress) => process.stdout.write(`${command.line(progress)}\n`);
  const code = await command.copy(from, to, stop.signal, (progress) => {
    untold = progress;
    if (Date.now() - told < SECOND) return;
    told = Date.now();
    untold = undefined;
    write(progress);
  });
  if (untold !== undefined) write(untold);
  return code;
}
