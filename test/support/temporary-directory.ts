import { chmod, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A new folder that the user PostgreSQL runs as can enter, too. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-test-'));
  await chmod(directory, 0o755);
  return directory;
}
