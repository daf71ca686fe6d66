import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { onPath } from '../../support/on-path.js';

/** MinIO's community edition is distributed as source; this is the newest state of its module. */
const VERSION = 'v0.0.0-20260212201848-7aac2a2c5b7c';
const CACHE = path.resolve(import.meta.dirname, '../../../.cache/backends');
const BUILT = path.join(CACHE, `minio-${VERSION}`, 'minio');

/** Where a MinIO for tests comes from; see docs/testing.md. */
export type MinioSource =
  | { readonly kind: 'running'; readonly endpoint: string }
  | { readonly kind: 'program'; readonly program: string }
  | { readonly kind: 'buildable'; readonly go: string };

/** Looks, in this order: TEST_MINIO_ENDPOINT, `minio` on the PATH, one built before, Go to build it with. */
export function findMinio({ ownProcess = false } = {}): MinioSource | undefined {
  const endpoint = process.env.TEST_MINIO_ENDPOINT;
  if (endpoint && !ownProcess) return { kind: 'running', endpoint };
  const program = onPath('minio') ?? (existsSync(BUILT) ? BUILT : undefined);
  if (program !== undefined) return { kind: 'program', program };
  const go = onPath('go');
  return go === undefined ? undefined : { kind: 'buildable', go };
}

/** The program, built from its Go module if need be: that takes some minutes, once, and needs the network. */
export async function minioProgram(source: Exclude<MinioSource, { kind: 'running' }>): Promise<string> {
  if (source.kind === 'program') return source.program;
  process.stderr.write(`Building MinIO ${VERSION} for the tests. This takes some minutes, once.\n`);
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, 'build-'));
  try {
    await promisify(execFile)(
      'nice',
      [source.go, 'install', '-trimpath', '-ldflags=-s -w', `github.com/minio/minio@${VERSION}`],
      { cwd: folder, env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' }, maxBuffer: 16_777_216 },
    );
    await mkdir(path.dirname(BUILT), { recursive: true });
    // Two builds at once come to the same; the last one stays.
    await rename(path.join(folder, 'minio'), BUILT);
    return BUILT;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
