import { createRequire } from 'node:module';
import { type Request, type Response } from 'express';

const require = createRequire(import.meta.url);

/** ReDoc as one file; it comes with its npm package, so no CDN is asked. */
const BUNDLE = require.resolve('redoc/bundles/redoc.standalone.js');

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>TradeFlow API</title>
<style>body{margin:0}</style>
</head>
<body>
<redoc spec-url="/openapi.json" native-scrollbars="true"></redoc>
<script src="/redoc/redoc.standalone.js"></script>
</body>
</html>
`;

/** `GET /redoc` */
export function redocPage(_request: Request, response: Response): void {
  response.type('html').send(PAGE);
}

/** `GET /redoc/redoc.standalone.js` */
export function redocBundle(_request: Request, response: Response): void {
  response.sendFile(BUNDLE, { maxAge: '1d' });
}
