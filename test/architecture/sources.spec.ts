import { VERSION } from '../../src/common/version.js';
import { projectFile, projectFiles } from './support/project.js';

const CODE = /\.(ts|mjs|cjs|js)$/;
const MAX_LINES = 400;

/** Words that stand for work not done. Split, so that this file does not hold them. */
const UNFINISHED = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK', 'not imple' + 'mented'].join('|')})\\b`);

/** A folder that exists on one machine only. */
const SOMEBODYS_FOLDER = /(^|[\s"'`(=])\/(home|Users|root|work|mnt)\/\w/m;

describe('the sources', () => {
  const code = ['src', 'migrations', 'test', 'bench', 'scripts'].flatMap((folder) => projectFiles(folder, CODE));
  const texts = [...code, ...projectFiles('src', /\.lua$/), ...projectFiles('docs', /\.md$/), 'package.json'];
  const offenders = (files: string[], offends: (text: string) => boolean) =>
    files.filter((file) => offends(projectFile(file)));

  it(`should be files of at most ${MAX_LINES} lines`, () => {
    expect(offenders(code, (text) => text.split('\n').length - 1 > MAX_LINES)).toEqual([]);
  });

  it('should read the environment in src/config only', () => {
    const outside = code.filter((file) => file.startsWith('src/') && !file.startsWith('src/config/'));

    expect(offenders(outside, (text) => text.includes('process.env'))).toEqual([]);
  });

  it('should have a spec beside every Lua script', () => {
    const specs = new Map(projectFiles('src', /\.spec\.ts$/).map((file) => [file, projectFile(file)]));
    const untested = projectFiles('src', /\.lua$/).filter((script) => {
      const folder = script.slice(0, script.lastIndexOf('/') + 1);
      return ![...specs].some(([file, text]) => file.startsWith(folder) && text.includes(script.slice(folder.length)));
    });

    expect(untested).toEqual([]);
  });

  it('should leave nothing for later', () => {
    expect(offenders(texts, (text) => UNFINISHED.test(text))).toEqual([]);
  });

  it('should name no folder of one machine', () => {
    expect(offenders(texts, (text) => SOMEBODYS_FOLDER.test(text))).toEqual([]);
  });

  it('should know the version of package.json', () => {
    expect(VERSION).toBe((JSON.parse(projectFile('package.json')) as { version: string }).version);
  });
});
