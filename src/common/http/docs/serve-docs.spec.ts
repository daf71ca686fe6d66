import { Controller, Get, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { configureHttp, HTTP_APPLICATION_OPTIONS } from '../configure-http.js';
import { HttpAdapter } from '../http-adapter.js';
import { serveDocs } from './serve-docs.js';

@Controller('things')
class ThingsController {
  @Get()
  list() {
    return [];
  }
}

@Module({ controllers: [ThingsController] })
class TestModule {}

describe('serveDocs', () => {
  let app: NestExpressApplication;
  const get = (path: string, accept = '*/*') => request(app.getHttpServer()).get(path).set('Accept', accept);

  beforeAll(async () => {
    app = await start(TestModule);
  });
  afterAll(() => app.close());

  it('should serve the document with the problem as the answer to any error', async () => {
    const { body } = await get('/openapi.json')
      .expect(200)
      .expect('Content-Type', /application\/json/);

    expect(body.openapi).toBe('3.0.3');
    expect(body.paths['/api/v1/things'].get).toMatchObject({
      operationId: 'thingsList',
      responses: {
        default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } } },
      },
    });
  });

  it.each(['/docs', '/redoc', '/errors'])(
    'should serve %s as a page that needs nothing from elsewhere',
    async (path) => {
      const { text, headers } = await get(path, 'text/html')
        .expect(200)
        .expect('Content-Type', /text\/html/);

      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("connect-src 'self'");
      expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    },
  );

  it('should serve every script and style that the pages name', async () => {
    for (const page of ['/docs', '/redoc']) {
      const { text } = await get(page, 'text/html');
      const assets = [...text.matchAll(/(?:src|href)="([^"]+\.(?:js|css|png))"/g)].map((match) => match[1] ?? '');
      expect(assets).not.toEqual([]);
      for (const asset of assets) await get(new URL(asset, `http://server${page}`).pathname).expect(200);
    }
  });

  it('should explain an error to programs as JSON', async () => {
    const { body } = await get('/errors/ROUTE_NOT_FOUND').expect(200);

    expect(body).toEqual({
      type: '/errors/ROUTE_NOT_FOUND',
      code: 'ROUTE_NOT_FOUND',
      status: 404,
      retryable: false,
      title: 'There is no such route',
      detail: expect.any(String),
    });
  });

  it('should explain an error to a person, in Chinese when asked to', async () => {
    const { text, headers } = await get('/errors/ROUTE_NOT_FOUND', 'text/html,*/*;q=0.8').set('Accept-Language', 'zh');

    expect(headers['content-language']).toBe('zh');
    expect(text).toContain('接口不存在');
  });

  it('should list all errors', async () => {
    const { body } = await get('/errors').expect(200);

    expect(body.errors).toContainEqual(expect.objectContaining({ code: 'INTERNAL_ERROR', retryable: true }));
  });

  it('should answer an unknown code with a problem', async () => {
    await get('/errors/NO_SUCH_CODE').expect(404).expect('Content-Type', 'application/problem+json');
  });
});

async function start(module: Type): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, new HttpAdapter(), {
    ...HTTP_APPLICATION_OPTIONS,
    logger: false,
  });
  configureHttp(app, { corsOrigins: [], trustedProxies: 'loopback' });
  serveDocs(app);
  return app.init();
}
