import { type Type } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AuthModule } from '../../src/auth/index.js';
import { CacheModule } from '../../src/cache/index.js';
import { configureHttp, HTTP_APPLICATION_OPTIONS } from '../../src/common/http/configure-http.js';
import { HttpAdapter } from '../../src/common/http/http-adapter.js';
import { AppConfig, ConfigModule, loadConfig } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/index.js';

/**
 * The auth module, with controllers of a spec's own beside it, as an application in this process: for specs that must
 * know its secrets or reach into it. It stands on the shared stores.
 */
export async function startAuthApplication(
  settings: Readonly<Record<string, string>> = {},
  controllers: Type[] = [],
): Promise<NestExpressApplication> {
  const config = loadConfig({
    ENVIRONMENT: 'test',
    POSTGRES_URL: process.env.TEST_POSTGRES_URL,
    REDIS_URL: process.env.TEST_REDIS_URL,
    RATE_LIMIT_FACTOR: '1000',
    ...settings,
  });
  const module = await Test.createTestingModule({
    imports: [ConfigModule, DatabaseModule, CacheModule, AuthModule],
    controllers,
  })
    .overrideProvider(AppConfig)
    .useValue(config)
    .compile();
  const app = module.createNestApplication<NestExpressApplication>(new HttpAdapter(), {
    ...HTTP_APPLICATION_OPTIONS,
    logger: false,
  });
  configureHttp(app, { corsOrigins: [], trustedProxies: 'loopback' });
  await app.listen(0, '127.0.0.1');
  return app;
}
