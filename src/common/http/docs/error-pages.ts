import { type NextFunction, type Request, type Response } from 'express';
import { AppError } from '../../errors/app-error.js';
import { CommonErrors } from '../../errors/common.errors.js';
import { allErrorKinds, type ErrorKind, findErrorKind } from '../../errors/error-registry.js';
import { type Language, negotiateLanguage } from '../../i18n/language.js';
import { problemType } from '../problem.js';

const HEADINGS: Readonly<Record<Language, { all: string; status: string; retry: string; yes: string; no: string }>> = {
  en: { all: 'Errors', status: 'HTTP status', retry: 'May succeed when sent again', yes: 'yes', no: 'no' },
  zh: { all: '错误一览', status: 'HTTP 状态码', retry: '可重试', yes: '是', no: '否' },
};

/** `GET /errors`: every code this server knows, as JSON or, for a browser, as a page. */
export function listErrors(request: Request, response: Response): void {
  const kinds = allErrorKinds();
  const language = negotiateLanguage(request.headers['accept-language']);
  const describe = () => ({ errors: kinds.map((kind) => description(kind, language)) });
  answer(request, response, language, describe, () =>
    page(HEADINGS[language].all, language, kinds.map((kind) => section(kind, language)).join('\n')),
  );
}

/** `GET /errors/{CODE}`: what the `type` of a problem resolves to. */
export function explainError(request: Request, response: Response, next: NextFunction): void {
  const kind = findErrorKind(String(request.params['code']));
  if (kind === undefined) {
    next(new AppError(CommonErrors.ROUTE_NOT_FOUND));
    return;
  }
  const language = negotiateLanguage(request.headers['accept-language']);
  answer(
    request,
    response,
    language,
    () => description(kind, language),
    () => page(kind.code, language, section(kind, language)),
  );
}

function answer(
  request: Request,
  response: Response,
  language: Language,
  json: () => object,
  html: () => string,
): void {
  response.set({
    'Content-Language': language,
    Vary: 'Accept, Accept-Language',
    'Cache-Control': 'public, max-age=3600',
  });
  // Programs that accept anything get data; only who prefers HTML, as browsers do, gets a page.
  if (request.accepts(['json', 'html']) === 'html') response.type('html').send(html());
  else response.json(json());
}

function description(kind: ErrorKind, language: Language) {
  return {
    type: problemType(kind.code),
    code: kind.code,
    status: kind.status,
    retryable: kind.retryable,
    title: kind.title[language],
    detail: kind.detail[language],
  };
}

function section(kind: ErrorKind, language: Language): string {
  const { status, retry, yes, no } = HEADINGS[language];
  return `<section>
  <h2><a href="${problemType(kind.code)}"><code>${kind.code}</code></a> ${escape(kind.title[language])}</h2>
  <p>${escape(kind.detail[language])}</p>
  <p>${status}: ${kind.status} · ${retry}: ${kind.retryable ? yes : no}</p>
</section>`;
}

function page(title: string, language: Language, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · TradeFlow</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}h2{font-size:1.1rem}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
