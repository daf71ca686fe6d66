import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandOf } from '../process/leftover.js';
import { StartError } from '../start-error.js';

/** Which program serves a data folder right now; `url` is there once it can be asked. */
export interface RunningStart {
  readonly pid: number;
  readonly program: 'start' | 'ask';
  readonly url?: string;
}

/**
 * The claim on a data folder, held in `running.json`: two starts on one folder would fight over its stores.
 * A claim whose process is gone, or is another program by now, counts for nothing.
 */
export class Claim {
  private constructor(
    private readonly file: string,
    private readonly program: RunningStart['program'],
  ) {}

  /** Takes the folder, or tells who has it. */
  static async take(file: string, program: RunningStart['program']): Promise<Claim | RunningStart> {
    const claim = new Claim(file, program);
    for (;;) {
      try {
        mkdirSync(path.dirname(file), { recursive: true });
        claim.write({ flag: 'wx' });
        return claim;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EEXIST') throw new StartError(`${path.dirname(file)} cannot be written (${code}).`, error);
      }
      const holder = await readClaim(file);
      if (holder !== undefined) return holder;
      rmSync(file, { force: true });
    }
  }

  /** Tells others where to ask. */
  publish(url: string): void {
    this.write({ flag: 'w' }, url);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private write(options: { flag: string }, url?: string): void {
    const claim: RunningStart = { pid: process.pid, program: this.program, url };
    writeFileSync(this.file, `${JSON.stringify(claim)}\n`, options);
  }
}

/** Who holds the folder, if anybody still does. */
export async function readClaim(file: string): Promise<RunningStart | undefined> {
  try {
    const claim = JSON.parse(readFileSync(file, 'utf8')) as RunningStart;
    const command = await commandOf(claim.pid);
    return command?.includes(path.join('embedded', 'cli')) ? claim : undefined;
  } catch {
    return undefined;
  }
}
