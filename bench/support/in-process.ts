import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = path.join(import.meta.dirname, '../programs/in-process.mjs');

/** What the same agent does in a process of its own, where nothing is kept and nobody watches. */
export interface InProcessFigures {
  readonly runs: number;
  readonly elapsedMs: number;
  /** One run. */
  readonly medianMs: number;
  readonly cpuMs: number;
}

/** @param spreadMs the time within which those at once begin */
export async function runInProcess(
  runs: number,
  concurrency: number,
  { chunkMs = 0, spreadMs = 0 } = {},
): Promise<InProcessFigures> {
  const args = [PROGRAM, String(runs), String(concurrency), String(spreadMs)];
  const env = { ...process.env, BENCH_CHUNK_MS: String(chunkMs) };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as InProcessFigures;
}
