import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './support/project.js';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const RULES = (
  createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }
).forbidden.map(({ name }) => name);

const MODULES = 'common config database embedded telemetry cache storage session auth files agent chat health'.split(
  ' ',
);
const VENDORS = {
  adk: '@google/adk',
  bullmq: 'bullmq',
  ioredis: 'ioredis',
  mongoose: 'mongoose',
  opentelemetry: '@opentelemetry/api',
  'prom-client': 'prom-client',
  minio: 'minio',
  typeorm: 'typeorm',
};

/** A file of the fixture that breaks the rule, and what it imports. */
const CULPRITS: Readonly<Record<string, { file: string; imports?: string }>> = {
  'no-cycles': { file: 'src/common/cycle-a.ts', imports: './cycle-b.js' },
  'no-unresolved': { file: 'src/common/unresolved.ts', imports: './missing.js' },
  'no-orphans': { file: 'src/common/orphan.ts' },
  'src-knows-no-test': { file: 'src/common/uses-test.ts', imports: '../../test/helper.js' },
  'modules-through-index': { file: 'src/chat/reaches-in.ts', imports: '../agent/inner.js' },
  'entries-through-index': { file: 'src/worker.ts', imports: './agent/inner.js' },
  'no-barrel-inside': { file: 'src/agent/own-barrel.ts', imports: './index.js' },
  'worker-only-from-worker': { file: 'src/chat/loads-worker.ts', imports: '../agent/worker/index.js' },
  'worker-knows-no-http': { file: 'src/agent/worker/serves.ts', imports: 'express' },
  'api-loads-no-adk': { file: 'src/app.module.ts', imports: './agent/worker/index.js' },
  'loaded-when-needed': { file: 'src/files/makes-pictures.ts', imports: 'sharp' },
  'ports-name-no-technology': { file: 'src/session/store.port.ts', imports: 'ioredis' },
  ...Object.fromEntries(
    MODULES.map((name) => [
      `layer-${name}`,
      { file: `src/${name}/too-high.ts`, imports: name === 'health' ? '../embedded/index.js' : '../health/index.js' },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(VENDORS).map(([name, imports]) => [`vendor-${name}`, { file: `src/chat/uses-${name}.ts`, imports }]),
  ),
};

/** What the culprits lean on; innocent in itself. */
const SURROUNDINGS: Readonly<Record<string, string>> = {
  'src/common/cycle-b.ts': `import './cycle-a.js';`,
  'src/agent/inner.ts': 'export const inner = 1;',
  'src/agent/worker/index.ts': `import './runtime/runner.js';`,
  'src/agent/worker/runtime/runner.ts': `import '@google/adk';`,
  'test/helper.ts': 'export const helper = 1;',
  'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext" } }',
  'package.json': '{ "type": "module" }',
};

describe('the import rules', () => {
  let folder: string;
  let violations: Violation[];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tradeflow-imports-'));
    for (const [file, text] of Object.entries(SURROUNDINGS)) write(file, text);
    for (const name of MODULES) write(`src/${name}/index.ts`, 'export const surface = 1;');
    for (const name of [...Object.values(VENDORS), 'express', 'sharp']) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
      write(`node_modules/${name}/index.js`, 'module.exports = {};');
    }
    for (const { file, imports } of Object.values(CULPRITS))
      write(file, imports ? `import '${imports}';` : 'export {};');
    violations = await cruise(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('should each be broken by the fixture', () => {
    expect(Object.keys(CULPRITS).sort()).toEqual([...RULES].sort());
  });

  it.each(RULES)('should refuse what breaks %s', (rule) => {
    const caught = violations.filter(({ rule: { name } }) => name === rule).map(({ from }) => from);

    expect(caught).toContain(CULPRITS[rule]?.file);
  });

  it('should leave the innocent alone', () => {
    const guilty = new Set(violations.map(({ from }) => from));

    expect(guilty).not.toContain('src/agent/worker/runtime/runner.ts');
    expect(guilty).not.toContain('src/health/index.ts');
  });

  function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
});

/** Runs dependency-cruiser with the project's own rules on another tree. */
async function cruise(folder: string): Promise<Violation[]> {
  const program = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = path.join(ROOT, '.dependency-cruiser.cjs');
  const run = promisify(execFile)(process.execPath, [program, '--config', config, '--output-type', 'json', 'src'], {
    cwd: folder,
    maxBuffer: 16_777_216,
  });
  // It exits with the number of violations; what it found is on standard output all the same.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}
