import { type GoProgram, findGo, goProgram, isBuilt } from '../go-program.js';
import { onPath } from '../../support/on-path.js';

/** MinIO's community edition is distributed as source; this is the newest state of its module. */
const VERSION = 'v0.0.0-20260212201848-7aac2a2c5b7c';

export const MINIO: GoProgram = {
  name: `minio-${VERSION}.bin`,
  command: () => ({ args: ['install', '-trimpath', '-ldflags=-s -w', `github.com/minio/minio@${VERSION}`] }),
  binary: 'minio',
};

/** Where a MinIO for tests comes from; see docs/testing.md. */
export type MinioSource =
  | { readonly kind: 'running'; readonly endpoint: string }
  | { readonly kind: 'program'; readonly program: string }
  | { readonly kind: 'buildable' };

/** Looks, in this order: TEST_MINIO_ENDPOINT, `minio` on the PATH, one built before, Go to build it with. */
export function findMinio({ ownProcess = false } = {}): MinioSource | undefined {
  const endpoint = process.env.TEST_MINIO_ENDPOINT;
  if (endpoint && !ownProcess) return { kind: 'running', endpoint };
  const program = onPath('minio');
  if (program !== undefined) return { kind: 'program', program };
  return isBuilt(MINIO) || findGo() !== undefined ? { kind: 'buildable' } : undefined;
}

/** The program, built from its Go module if need be: that takes some minutes, once, and needs the network. */
export async function minioProgram(source: Exclude<MinioSource, { kind: 'running' }>): Promise<string> {
  return source.kind === 'program' ? source.program : goProgram(MINIO);
}
