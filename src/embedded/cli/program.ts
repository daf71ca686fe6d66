import { writeSync } from 'node:fs';
import { ConfigError } from '../../config/index.js';
import { StartError } from '../start-error.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STDERR = 2;

/**
 * Runs a command-line program to its end. Ctrl-C aborts `signal` and lets the body put everything away; a failure is told
 * in one sentence, without a stack.
 * @param body resolves to the exit code.
 * @param interrupted the exit code after Ctrl-C.
 */
export async function runProgram(body: (signal: AbortSignal) => Promise<number>, interrupted: number): Promise<void> {
  const controller = new AbortController();
  // Ctrl-C reaches the whole process group and npm passes it on once more: signals after the first change nothing.
  for (const name of SIGNALS) process.on(name, () => controller.abort());
  // Nobody reads any more, as behind "| head": there is nothing left to do, and nothing to complain of.
  process.stdout.on('error', () => controller.abort());
  let code = 1;
  try {
    code = await body(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) writeSync(STDERR, `\n${sentence(error)}\n`);
  }
  process.exit(controller.signal.aborted ? interrupted : code);
}

function sentence(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigError) return error.message;
  return `TradeFlow stopped because of something unforeseen: ${error instanceof Error ? error.message : String(error)}`;
}
