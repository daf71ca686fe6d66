import { Client } from 'pg';
import {
  describeWithMinio,
  MINIO_START_LIMIT,
  minioSettings,
  obtainMinio,
  type TestMinio,
} from '../backends/minio/minio-server.js';
import { ApiClient, registerUser, type TestUser } from './api-client.js';
import { FilesClient } from './files-client.js';
import { type ServerProcess, startServer } from './processes.js';

/** What a suite of files works with. Every test has a user of its own. */
export interface FilesContext {
  readonly user: TestUser;
  readonly sut: FilesClient;
  /** The record, for what no route shows. */
  readonly sql: Client;
  /** Somebody else. */
  newUser(): Promise<FilesClient>;
}

/** Limits that a test can reach. */
const LIMITS = { FILES_MAX_MEGABYTES: '2', FILES_QUOTA_MEGABYTES: '3', FILES_QUOTA_COUNT: '6' };

/** Declares a suite twice: for an API that keeps objects on disk, and for one that keeps them in MinIO. */
export function describeFilesOnBothStores(suite: (context: () => FilesContext) => void): void {
  describe('files on disk', () => withServer(() => Promise.resolve({}), suite));

  describeWithMinio('files in MinIO', (source) => {
    let minio: TestMinio;
    afterAll(() => minio?.stop());

    withServer(async () => {
      minio = await obtainMinio(source);
      return minioSettings(minio);
    }, suite);
  });
}

function withServer(
  settings: () => Promise<Record<string, string>>,
  suite: (context: () => FilesContext) => void,
): void {
  let server: ServerProcess;
  let context: FilesContext;
  let sql: Client;

  beforeAll(async () => {
    server = await startServer('api', { ...LIMITS, ...(await settings()) });
    sql = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await sql.connect();
  }, MINIO_START_LIMIT);
  afterAll(async () => {
    await server?.stop();
    await sql?.end();
  });
  beforeEach(async () => {
    const api = new ApiClient(server.url);
    const newUser = async () => new FilesClient(api.as(await registerUser(api)));
    const user = await registerUser(api);
    context = { user, sql, sut: new FilesClient(api.as(user)), newUser };
  });

  suite(() => context);
}
