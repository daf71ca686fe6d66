import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { setApiPrefix } from './common/http/configure-http.js';
import { createOpenApiDocument } from './common/http/docs/openapi-document.js';

/** `npm run openapi`: writes openapi.json. In preview mode nothing is instantiated, so no store is needed. */
const app = await NestFactory.create<NestExpressApplication>(AppModule, { preview: true, logger: false });
setApiPrefix(app);
await writeFile('openapi.json', `${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`);
