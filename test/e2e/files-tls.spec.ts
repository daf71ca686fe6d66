import { minioProgram } from '../backends/minio/find-minio.js';
import { describeWithMinio, MINIO_START_LIMIT, MinioServer } from '../backends/minio/minio-server.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { FilesClient } from '../support/files-client.js';
import { type ServerProcess, startServer } from '../support/processes.js';

describeWithMinio(
  'files in a MinIO with TLS',
  (source) => {
    let minio: MinioServer;
    let server: ServerProcess | undefined;

    beforeAll(async () => {
      if (source.kind === 'running') throw new Error('It needs a certificate of its own.');
      minio = await MinioServer.start(await minioProgram(source), { tls: true });
    }, MINIO_START_LIMIT);
    afterEach(() => server?.stop());
    afterAll(() => minio?.remove());

    const serve = async (settings: Record<string, string>) => {
      server = await startServer('api', { ...minio.settings, ...settings });
      const api = new ApiClient(server.url);
      return new FilesClient(api.as(await registerUser(api)));
    };

    it('should be kept when its authority is trusted', async () => {
      const sut = await serve({ NODE_EXTRA_CA_CERTS: minio.certificate ?? '' });

      const { status, json } = await sut.upload('a.txt', 'over TLS');

      expect(status).toBe(201);
      expect((await sut.content(json.id)).text).toBe('over TLS');
      expect((await sut.api.get(`/files/${json.id}/url`)).json.url).toMatch(/^https:/);
    });

    it('should not be sent to a server whose authority is not trusted', async () => {
      const sut = await serve({});

      expect((await sut.upload('a.txt', 'secret')).json).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE', status: 503 });
    });
  },
  { ownProcess: true },
);
