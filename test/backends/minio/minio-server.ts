import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../support/free-port.js';
import { describeWhere } from '../../support/describe-where.js';
import { ManagedProcess, waitUntilReady } from '../../../src/embedded/index.js';
import { BUILD_LIMIT_MS } from '../go-program.js';
import { findMinio, minioProgram, type MinioSource } from './find-minio.js';

const HOST = '127.0.0.1';
const OWN_KEYS = { accessKey: 'tradeflow-test', secretKey: 'tradeflow-test-secret' };

/** Long enough to build MinIO from source before the first test. */
export const MINIO_START_LIMIT = BUILD_LIMIT_MS + 60_000;

/** A MinIO that a spec may write to, with a bucket name that nobody else uses. */
export interface TestMinio {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
  stop(): Promise<void>;
}

/** What a server process of ours is told to use it. */
export function minioSettings({ endpoint, accessKey, secretKey, bucket }: TestMinio): Record<string, string> {
  return {
    MINIO_ENDPOINT: endpoint,
    MINIO_ACCESS_KEY: accessKey,
    MINIO_SECRET_KEY: secretKey,
    MINIO_BUCKET_NAME: bucket,
  };
}

/**
 * The suite where there is a MinIO.
 * @param options.ownProcess whether it must be a process of the suite's own, to be killed.
 */
export function describeWithMinio(
  title: string,
  suite: (source: MinioSource) => void,
  options: { ownProcess?: boolean } = {},
): void {
  const source = findMinio(options);
  describeWhere(source !== undefined, title, 'TEST_MINIO_ENDPOINT, minio or Go', () => {
    if (source !== undefined) suite(source);
  });
}

/** The MinIO of that source: one that runs already, or a process of one's own. */
export async function obtainMinio(source: MinioSource): Promise<TestMinio> {
  const bucket = `test-${randomUUID()}`;
  if (source.kind === 'running') {
    return {
      endpoint: source.endpoint,
      accessKey: process.env.TEST_MINIO_ACCESS_KEY ?? 'minioadmin',
      secretKey: process.env.TEST_MINIO_SECRET_KEY ?? 'minioadmin',
      bucket,
      stop: () => Promise.resolve(),
    };
  }
  const server = await MinioServer.start(await minioProgram(source));
  return { endpoint: server.endpoint, ...OWN_KEYS, bucket, stop: () => server.remove() };
}

/** A MinIO process, with its data in a temporary folder; it may be killed and started again on the same data and port. */
export class MinioServer {
  private constructor(
    private readonly program: string,
    private readonly directory: string,
    private readonly port: number,
    private process: ManagedProcess,
    /** The certificate it shows, where it speaks TLS: its own authority. */
    readonly certificate: string | undefined,
  ) {}

  static async start(program: string, { tls = false } = {}): Promise<MinioServer> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-minio-'));
    const port = await freePort();
    const certificate = tls ? await makeCertificate(directory) : undefined;
    return new MinioServer(program, directory, port, await launch(program, directory, port), certificate);
  }

  get endpoint(): string {
    return `${this.certificate === undefined ? 'http' : 'https'}://${HOST}:${this.port}`;
  }

  /** What a server process of ours is told to use it. */
  get settings(): Record<string, string> {
    return minioSettings({ endpoint: this.endpoint, ...OWN_KEYS, bucket: 'faults', stop: () => this.remove() });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.process.exited;
  }

  async restart(): Promise<void> {
    this.process = await launch(this.program, this.directory, this.port);
  }

  /** SIGSTOP or SIGCONT: a store that has frozen, and one that goes on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.process.kill(signal);
  }

  async remove(): Promise<void> {
    await this.process.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function launch(program: string, directory: string, port: number): Promise<ManagedProcess> {
  const minio = await ManagedProcess.launch({
    name: 'MinIO',
    command: program,
    args: ['server', path.join(directory, 'data'), '--address', `${HOST}:${port}`, '--quiet', '--certs-dir', directory],
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      MINIO_ROOT_USER: OWN_KEYS.accessKey,
      MINIO_ROOT_PASSWORD: OWN_KEYS.secretKey,
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off',
    },
    logFile: path.join(directory, 'minio.log'),
  });
  // With TLS an HTTP request is answered, too: by 400.
  await waitUntilReady(minio, async () => (await fetch(`http://${HOST}:${port}/minio/health/cluster`)).status < 500);
  return minio;
}

/** A key, and a certificate of it by itself for this machine, where MinIO looks for them. */
async function makeCertificate(directory: string): Promise<string> {
  const certificate = path.join(directory, 'public.crt');
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=IP:${HOST}`];
  const files = ['-keyout', path.join(directory, 'private.key'), '-out', certificate];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  await promisify(execFile)('openssl', ['req', ...kind, ...subject, ...files]);
  return certificate;
}
