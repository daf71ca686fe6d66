import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chooseAccount as sut } from './account.js';

describe('chooseAccount', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-account-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('should let programs find each other below a folder that only its owner may enter', async () => {
    const binaries = path.join(folder, 'binaries');
    const program = path.join(binaries, 'postgres');
    await mkdir(binaries);
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
    await chmod(folder, 0o700);

    const account = await sut({ binaries, data: path.join(folder, 'data') });

    // `test -x` asks access(2), as initdb does.
    const [command, args] = account.wrap('test', ['-x', program]);
    await expect(promisify(execFile)(command, [...args])).resolves.toMatchObject({ stderr: '' });
  });
});
