import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.js';
import { commandOf } from './leftover.js';
import { ManagedProcess } from './managed-process.js';

describe('ManagedProcess', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-process-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const launch = (script: string, options: { stopGraceMs?: number } = {}) =>
    ManagedProcess.launch({
      name: 'The helper',
      command: process.execPath,
      args: ['-e', script],
      logFile: path.join(folder, 'logs', 'helper.log'),
      ...options,
    });

  it('should end the process and keep what it wrote when it is stopped', async () => {
    const sut = await launch(
      'process.on("SIGTERM", () => process.exit(0)); console.log("ready"); setInterval(() => {}, 9e6)',
    );
    while (!(await readFile(sut.logFile, 'utf8')).includes('ready')) await delay(10);

    const exit = await sut.stop();

    expect(exit).toEqual({ code: 0, signal: null });
    expect(sut.running).toBe(false);
  });

  it('should end the process by force when it does not listen, even when it is frozen', async () => {
    const sut = await launch('process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 9e6)', {
      stopGraceMs: 200,
    });
    while (!(await readFile(sut.logFile, 'utf8')).includes('ready')) await delay(10);
    sut.kill('SIGSTOP');

    expect(await sut.stop()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('should tell in one sentence how the process ended when nobody asked it to', async () => {
    const sut = await launch('console.error("Error: the disk is full"); process.exit(7)');

    expect(await sut.obituary()).toBe(
      `The helper ended with exit code 7: Error: the disk is full (log: ${sut.logFile})`,
    );
  });

  it('should refuse with a sentence when the program does not exist', async () => {
    const launched = ManagedProcess.launch({
      name: 'The helper',
      command: path.join(folder, 'no-such-program'),
      args: [],
      logFile: path.join(folder, 'helper.log'),
    });

    await expect(launched).rejects.toThrow(StartError);
  });

  it('should leave no process behind when its owner is killed', async () => {
    const file = path.resolve(import.meta.dirname, 'managed-process.ts');
    const options = `{ name: 'orphan', command: 'sleep', args: ['1000'], logFile: '${folder}/orphan.log' }`;
    const script =
      `import { createJiti } from 'jiti'; const { ManagedProcess } = await createJiti('${file}').import('${file}');` +
      `console.log((await ManagedProcess.launch(${options})).pid); setInterval(() => {}, 9e6);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = (await once(owner.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    expect(await commandOf(pid)).toBe('sleep 1000');

    owner.kill('SIGKILL');

    while ((await commandOf(pid)) !== undefined) await delay(20);
  });
});
