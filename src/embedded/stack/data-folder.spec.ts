import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StartError } from '../start-error.js';
import { DataFolder } from './data-folder.js';

describe('DataFolder', () => {
  let root: string;
  let sut: DataFolder;

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-data-'));
    sut = new DataFolder(path.join(root, '.data'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('should draw the secrets once, for the eyes of their owner only', async () => {
    const drawn = await sut.secrets();
    const kept = await sut.secrets();

    expect(kept).toEqual(drawn);
    expect(new Set(Object.values(drawn)).size).toBe(5);
    expect(Object.values(drawn).every((secret) => secret.length >= 43)).toBe(true);
    expect((await stat(sut.path('secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('should draw only what is missing when a newer version keeps one secret more', async () => {
    const { jwtSecretKey, ...older } = await sut.secrets();
    await writeFile(sut.path('secrets.json'), JSON.stringify(older));

    const secrets = await sut.secrets();

    expect(secrets).toMatchObject(older);
    expect(secrets.jwtSecretKey).not.toBe(jwtSecretKey);
  });

  it('should say what to do when a file of it is damaged', async () => {
    await sut.secrets();
    await writeFile(sut.path('secrets.json'), '{"postgresPassw');

    await expect(sut.secrets()).rejects.toThrow(StartError);
  });

  it('should keep the log of the start before', async () => {
    await writeFile(await sut.freshLog('api'), 'yesterday');

    const fresh = await sut.freshLog('api');

    await expect(readFile(fresh)).rejects.toThrow('ENOENT');
    expect(await readFile(sut.path('logs', 'api.previous.log'), 'utf8')).toBe('yesterday');
  });
});
