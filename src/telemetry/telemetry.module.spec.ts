import { EventEmitter, once } from 'node:events';
import { Controller, Get, Logger, Module, Post, Req, Res } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Request, type Response } from 'express';
import request from 'supertest';
import { configureHttp, HTTP_APPLICATION_OPTIONS } from '../common/http/configure-http.js';
import { HttpAdapter } from '../common/http/http-adapter.js';
import { ConfigModule } from '../config/index.js';
import { AccessLog } from './access-log.js';
import { createLogger } from './logger.factory.js';
import { metricsPage } from './metrics.js';
import { annotateRequest } from './request-annotations.js';
import { RequestStatistics } from './request-statistics.js';
import { ROOT_LOGGER } from './root-logger.js';
import { TelemetryModule, useStructuredLogs } from './telemetry.module.js';

/** Tells when it has been asked what is never answered. */
const silence = new EventEmitter();
const MESSAGE_TEXT = 'a question nobody else may read';

@Controller('agent')
class AgentController {
  private readonly logger = new Logger(AgentController.name);

  @Get('runs/:id')
  run(@Req() req: Request & { user?: object }, @Res({ passthrough: true }) response: Response) {
    req.user = { userId: 'user-1' };
    annotateRequest(response, { cache_hit: false });
    annotateRequest(response, { agent_query_time_ms: 120 });
    this.logger.log({ authorization: req.headers.authorization }, 'working');
    return {};
  }

  @Get('silence')
  silence(@Res() response: Response) {
    silence.emit('asked', response);
  }

  @Post('query')
  query() {
    throw Object.assign(new Error('insert failed'), { parameters: [MESSAGE_TEXT], query: `INSERT '${MESSAGE_TEXT}'` });
  }
}

@Module({ imports: [ConfigModule, TelemetryModule], controllers: [AgentController] })
class TestModule {}

describe('TelemetryModule', () => {
  let app: NestExpressApplication;
  let written: string;
  const lines = () =>
    written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const accessLines = () => lines().filter((line) => line['msg'] === 'request');

  beforeAll(async () => {
    const logger = await createLogger({ level: 'debug', pretty: false }, { write: (line) => (written += line) });
    const module = await Test.createTestingModule({ imports: [TestModule] })
      .overrideProvider(ROOT_LOGGER)
      .useValue(logger)
      .compile();
    app = module.createNestApplication<NestExpressApplication>(new HttpAdapter(), HTTP_APPLICATION_OPTIONS);
    useStructuredLogs(app);
    configureHttp(app, { corsOrigins: [], trustedProxies: 'loopback' }, app.get(AccessLog).middleware);
    await app.init();
  });
  beforeEach(() => (written = ''));
  afterAll(() => app.close());

  it('should write one line a request with every field of the contract', async () => {
    await request(app.getHttpServer())
      .get('/api/v1/agent/runs/7?token=s3cr3t')
      .set('X-Request-Id', 'req-1')
      .expect(200);

    expect(accessLines()).toEqual([
      expect.objectContaining({
        level: 'info',
        request_id: 'req-1',
        user_id: 'user-1',
        endpoint: '/api/v1/agent/runs/:id',
        method: 'GET',
        status_code: 200,
        response_time_ms: expect.any(Number),
        agent_query_time_ms: 120,
        cache_hit: false,
      }),
    ]);
  });

  it('should mask what is secret in the lines of others', async () => {
    await request(app.getHttpServer())
      .get('/api/v1/agent/runs/7?token=s3cr3t')
      .set({ 'X-Request-Id': 'req-2', Authorization: 'Bearer s3cr3t' });

    expect(lines()).toContainEqual(
      expect.objectContaining({ msg: 'working', authorization: expect.any(String), context: 'AgentController' }),
    );
    expect(written).not.toContain('s3cr3t');
  });

  it('should log the request and the cause of a failure with its stack, but no query and no parameters', async () => {
    await request(app.getHttpServer())
      .post('/api/v1/agent/query')
      .set('X-Request-Id', 'req-3')
      .send({ message: MESSAGE_TEXT })
      .expect(500);

    expect(lines()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        request_id: 'req-3',
        code: 'INTERNAL_ERROR',
        err: expect.objectContaining({ message: 'insert failed' }),
      }),
    );
    expect(written).not.toContain(MESSAGE_TEXT);
  });

  it('should log a request whose body could not be read', async () => {
    await request(app.getHttpServer())
      .post('/api/v1/agent/query')
      .set('Content-Type', 'application/json')
      .send('{"a":');

    expect(accessLines()).toEqual([expect.objectContaining({ method: 'POST', status_code: 400, endpoint: null })]);
  });

  it('should name no endpoint where no route answered', async () => {
    await request(app.getHttpServer()).get('/api/v1/nowhere/at/all').expect(404);

    expect(accessLines()).toEqual([expect.objectContaining({ status_code: 404, endpoint: null })]);
  });

  it('should count a request whose client left before an answer as neither a success nor a failure', async () => {
    const asked = once(silence, 'asked') as Promise<[Response]>;
    const left = request(app.getHttpServer()).get('/api/v1/agent/silence');
    left.catch(() => undefined);
    const [response] = await asked;
    const closed = once(response, 'close');

    left.abort();
    await closed;

    expect(accessLines()).toEqual([expect.objectContaining({ endpoint: '/api/v1/agent/silence', aborted: true })]);
    const counted = (await metricsPage()).body.split('\n').filter((line) => line.includes('/agent/silence"'));
    expect(counted).toContain(
      'tradeflow_http_requests_total{method="GET",route="/api/v1/agent/silence",status="aborted"} 1',
    );
  });

  it('should feed the figures of the last five minutes', async () => {
    const before = app.get(RequestStatistics).figures();
    await request(app.getHttpServer()).get('/api/v1/agent/runs/7');

    expect(app.get(RequestStatistics).figures()).not.toEqual(before);
    expect(app.get(AccessLog).openRequests()).toEqual({ total: 0, streams: 0 });
  });
});
