import { gzipSync } from 'node:zlib';
import { Body, Controller, Get, Module, Param, Post, Query, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsOptional, IsString, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { type Response } from 'express';
import request from 'supertest';
import { AppError } from '../errors/app-error.js';
import { CommonErrors } from '../errors/common.errors.js';
import { configureHttp, HTTP_APPLICATION_OPTIONS, listenHttp } from './configure-http.js';
import { HttpAdapter } from './http-adapter.js';

class Item {
  @IsString()
  name!: string;
}

class Question {
  @IsString()
  @MinLength(1)
  @MaxLength(10)
  message!: string;

  @IsOptional()
  @ArrayMaxSize(3)
  @IsString({ each: true })
  files?: string[];

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Item)
  items?: Item[];
}

class Paging {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  limit?: number;
}

const SECRET_CAUSE = 'SELECT * FROM users at db.internal:5432';

@Controller('things')
class ThingsController {
  @Post()
  ask(@Body() question: Question) {
    return question;
  }

  @Get()
  list(@Query() paging: Paging) {
    return paging;
  }

  @Get('broken')
  broken() {
    throw new Error(SECRET_CAUSE);
  }

  @Get('unavailable')
  unavailable() {
    throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:6379'), { code: 'ECONNREFUSED' });
  }

  @Get('unauthenticated')
  unauthenticated() {
    throw new AppError({ ...CommonErrors.ROUTE_NOT_FOUND, code: 'AUTH_REQUIRED', status: 401 });
  }

  @Get('streaming')
  streaming(@Res() response: Response) {
    response.setHeader('Content-Type', 'text/event-stream');
    response.write('data: 1\n\n');
    throw new Error(SECRET_CAUSE);
  }

  @Get('by-name/:name')
  one(@Param('name') name: string) {
    return { name };
  }
}

@Controller('health')
class HealthController {
  @Get()
  health() {
    return { status: 'healthy' };
  }
}

@Module({ controllers: [ThingsController, HealthController] })
class TestModule {}

describe('configureHttp', () => {
  let app: NestExpressApplication;
  const sut = () => request(app.getHttpServer());
  const ask = (body: string | Buffer, type = 'application/json') =>
    sut()
      .post('/api/v1/things')
      .set('Content-Type', type)
      .send(body as string);

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(TestModule, new HttpAdapter(), {
      ...HTTP_APPLICATION_OPTIONS,
      logger: false,
    });
    configureHttp(app, { corsOrigins: ['https://app.example.com'], trustedProxies: 'loopback' });
    await listenHttp(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => app.close());

  describe('problems', () => {
    it('should describe an unknown route completely and nothing more', async () => {
      const response = await sut().get('/api/v1/nowhere?token=secret').set('X-Request-Id', 'caller-7').expect(404);

      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(response.text)).toEqual({
        type: '/errors/ROUTE_NOT_FOUND',
        title: 'There is no such route',
        status: 404,
        detail: expect.any(String),
        instance: '/api/v1/nowhere',
        code: 'ROUTE_NOT_FOUND',
        request_id: 'caller-7',
        retryable: false,
      });
    });

    it.each([
      ['a body that is no JSON', '{"message": ', 'application/json', 400, 'MALFORMED_BODY'],
      ['a body that is only a word', '"hello"', 'application/json', 400, 'MALFORMED_BODY'],
      ['a form', 'message=hi', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['a text', '{"message":"hi"}', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['an unknown charset', '{"message":"hi"}', 'application/json; charset=gb2312', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['more than a megabyte', `{"message":"${'a'.repeat(1_100_000)}"}`, 'application/json', 413, 'PAYLOAD_TOO_LARGE'],
      ['an array', '[{"message":"hi"}]', 'application/json', 422, 'VALIDATION_FAILED'],
    ])('should refuse %s', async (_what, body, type, status, code) => {
      const response = await ask(body, type).expect(status);

      expect(JSON.parse(response.text)).toMatchObject({ status, code, instance: '/api/v1/things' });
      expect(response.text).not.toContain('{limit}');
    });

    it.each(['gzip', 'deflate', 'br'])(
      'should refuse a body that only claims to be compressed by %s',
      async (encoding) => {
        const response = await sut()
          .post('/api/v1/things')
          .set({ 'Content-Type': 'application/json', 'Content-Encoding': encoding })
          .send('{"message":"hi"}')
          .expect(400);

        expect(JSON.parse(response.text)).toMatchObject({ code: 'MALFORMED_BODY' });
      },
    );

    it('should refuse a compressed body that is cut off', async () => {
      const request = sut().post('/api/v1/things').set({
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
      });
      request.write(gzipSync('{"message":"hi"}').subarray(0, 15));

      const response = await request.expect(400);

      expect(JSON.parse(response.text)).toMatchObject({ code: 'MALFORMED_BODY' });
    });

    it.each(['/', '/admin.php', '/api/v2/things', '/healthy', '/docs/missing.js'])(
      'should answer %s, which nothing serves, with a problem too',
      async (path) => {
        const response = await sut().get(path).expect(404).expect('Content-Type', 'application/problem+json');

        expect(JSON.parse(response.text)).toMatchObject({ code: 'ROUTE_NOT_FOUND', instance: path });
      },
    );

    it('should refuse a path that cannot be decoded as an unknown route', async () => {
      const response = await sut().get('/api/v1/things/by-name/%FF').expect(404);

      expect(JSON.parse(response.text)).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    });

    it('should hide the cause of an unexpected failure', async () => {
      const response = await sut().get('/api/v1/things/broken').expect(500);

      expect(JSON.parse(response.text)).toMatchObject({ code: 'INTERNAL_ERROR' });
      expect(response.text).not.toMatch(/SELECT|db\.internal|\bat /);
    });

    it('should tell when to come back while a dependency is away', async () => {
      const response = await sut().get('/api/v1/things/unavailable').expect(503);

      expect(JSON.parse(response.text)).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE', retry_after: 2 });
      expect(response.headers['retry-after']).toBe('2');
    });

    it('should name the scheme on 401, as RFC 9110 asks', async () => {
      const response = await sut().get('/api/v1/things/unauthenticated').expect(401);

      expect(response.headers['www-authenticate']).toBe('Bearer');
    });

    it('should answer in Chinese when asked to', async () => {
      const response = await sut().get('/api/v1/nowhere').set('Accept-Language', 'zh-CN,en;q=0.5');

      expect(response.headers['content-language']).toBe('zh');
      expect(JSON.parse(response.text)).toMatchObject({ title: '接口不存在', detail: expect.stringContaining('请') });
    });

    it('should only end an answer that has begun', async () => {
      const response = await sut().get('/api/v1/things/streaming').expect(200);

      expect(response.text).toBe('data: 1\n\n');
    });
  });

  describe('validation', () => {
    it.each([
      ['unknown fields', { message: 'hi', admin: true }, 'admin'],
      ['a missing field', {}, 'message'],
      ['an empty text', { message: '' }, 'message'],
      ['a text that is too long', { message: 'a'.repeat(11) }, 'message'],
      ['a field of a nested object', { message: 'hi', items: [{ name: 'a' }, { name: 1 }] }, 'items[1].name'],
      ['a NUL character', { message: 'a\0b' }, 'message'],
      ['half a surrogate pair', { message: 'hi', files: ['ok', '\ud800'] }, 'files[1]'],
    ])('should name the path of %s', async (_what, body, path) => {
      const response = await ask(JSON.stringify(body)).expect(422);

      const problem = JSON.parse(response.text);
      expect(problem.code).toBe('VALIDATION_FAILED');
      expect(problem.errors).toContainEqual({ path, message: expect.any(String) });
    });

    it('should refuse nesting that would overflow the stack', async () => {
      const deep = `{"message":"hi","items":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;

      const response = await ask(deep).expect(422);

      expect(response.text.length).toBeLessThan(1_000);
    });

    it('should turn query texts into the numbers the DTO asks for', async () => {
      await sut().get('/api/v1/things?limit=5').expect(200, { limit: 5 });
      await sut().get('/api/v1/things?limit=five').expect(422);
      await sut().get('/api/v1/things?other=1').expect(422);
    });

    it('should read JSON under a name of its own', async () => {
      await ask('{"message":"hi"}', 'application/vnd.api+json').expect(201, { message: 'hi' });
    });

    it('should let a valid body through', async () => {
      await ask('{"message":"你好","files":["a"]}').expect(201, { message: '你好', files: ['a'] });
    });
  });

  describe('request ids', () => {
    it('should make one when the caller sends none or an unfit one', async () => {
      const none = await sut().get('/health');
      const unfit = await sut().get('/health').set('X-Request-Id', 'a "quoted" one');

      expect(none.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
      expect(unfit.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    });
  });

  describe('headers', () => {
    it('should let nothing run in a browser and not tell what serves', async () => {
      const { headers } = await sut().get('/api/v1/things');

      expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-powered-by']).toBeUndefined();
    });

    it('should serve machine pages outside of the prefix', async () => {
      await sut().get('/health').expect(200);
    });

    it('should let a configured origin in', async () => {
      const preflight = await sut()
        .options('/api/v1/things')
        .set({ Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'POST' })
        .expect(204);

      expect(preflight.headers['access-control-allow-origin']).toBe('https://app.example.com');
    });

    it('should let its pages read what they need of an answer', async () => {
      const { headers } = await sut().get('/api/v1/things').set('Origin', 'https://app.example.com');

      const exposed = headers['access-control-expose-headers']?.split(',');
      expect(exposed).toEqual(expect.arrayContaining(['X-Request-Id', 'Retry-After', 'Content-Range', 'ETag']));
      // What says that a preference was followed, how to log in, and in which language a problem is told.
      expect(exposed).toEqual(
        expect.arrayContaining(['Location', 'Preference-Applied', 'WWW-Authenticate', 'Content-Language']),
      );
    });

    it('should tell caches that an answer is for one origin, also where it grants nothing', async () => {
      const { headers } = await sut().get('/api/v1/things');

      expect(headers.vary).toBe('Origin');
    });

    it('should give a file as long to arrive as a signed URL for it is good', () => {
      expect((app.getHttpServer() as { requestTimeout: number }).requestTimeout).toBe(3_600_000);
    });

    it('should give a foreign origin nothing', async () => {
      const origin = { Origin: 'https://evil.example.net', 'Access-Control-Request-Method': 'POST' };
      const preflight = await sut().options('/api/v1/things').set(origin);
      const simple = await sut().get('/api/v1/things').set(origin);

      const granted = [...Object.keys(preflight.headers), ...Object.keys(simple.headers)];
      expect(granted.filter((name) => name.startsWith('access-control'))).toEqual([]);
    });
  });
});
