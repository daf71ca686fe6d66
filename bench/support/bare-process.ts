import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** What runs do in a process of their own, where nothing is kept and nobody watches. */
export interface BareFigures {
  readonly runs: number;
  readonly elapsedMs: number;
  /** One run. */
  readonly medianMs: number;
  readonly cpuMs: number;
}

export interface BareLoad {
  readonly runs: number;
  readonly concurrency: number;
  /** Runs before those that are counted. */
  readonly warmUp?: number;
  /** Milliseconds before each chunk of the scripted model. */
  readonly chunkMs?: number;
  /** The time within which those at once begin, in milliseconds. */
  readonly spreadMs?: number;
}

/** The agent of TradeFlow, or Google's Runner with an agent that has the tool itself. */
export type BareProgram = 'in-process' | 'adk-runner';

/** After so many our agent alone costs what it will cost. */
const WARM_UP = 1_500;

export async function runBare(
  program: BareProgram,
  { runs, concurrency, warmUp = WARM_UP, chunkMs = 0, spreadMs = 0 }: BareLoad,
): Promise<BareFigures> {
  const file = path.join(import.meta.dirname, `../programs/${program}.mjs`);
  const args = [runs, concurrency, warmUp, spreadMs].map(String);
  const env = { ...process.env, BENCH_CHUNK_MS: String(chunkMs) };
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { env });
  return JSON.parse(stdout) as BareFigures;
}
