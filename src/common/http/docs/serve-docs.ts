import { type NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { pageSecurityHeaders } from '../security-headers.js';
import { explainError, listErrors } from './error-pages.js';
import { createOpenApiDocument } from './openapi-document.js';
import { redocBundle, redocPage } from './redoc-page.js';

/**
 * Serves `/openapi.json`, `/docs` (Swagger UI), `/redoc` and `/errors`. Call it after `configureHttp` and before `listen`.
 * The document is made when it is first asked for, so that starting costs nothing.
 */
export function serveDocs(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  app.use(['/docs', '/redoc', '/errors'], pageSecurityHeaders);
  SwaggerModule.setup('docs', app, () => (document ??= createOpenApiDocument(app)), {
    customSiteTitle: 'TradeFlow API',
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
  });
  const server = app.getHttpAdapter().getInstance();
  server.get('/redoc', redocPage);
  server.get('/redoc/redoc.standalone.js', redocBundle);
  server.get('/errors', listErrors);
  server.get('/errors/:code', explainError);
}
