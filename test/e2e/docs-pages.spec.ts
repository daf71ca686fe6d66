import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiClient } from '../support/api-client.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('the documents over HTTP', () => {
  const sut = new ApiClient();
  const html = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

  it('should serve the document that is checked in (npm run openapi)', async () => {
    const served = await sut.get('//openapi.json');

    expect(served.headers.get('content-type')).toMatch(/^application\/json/);
    expect(served.json).toEqual(JSON.parse(readFileSync(path.join(ROOT, 'openapi.json'), 'utf8')));
  });

  it('should tell who generates a client all that a question takes and gets', async () => {
    const { paths, components } = (await sut.get('//openapi.json')).json;
    const { parameters: toAgent, responses } = paths['/api/v1/agent/query'].post;
    const toChat = paths['/api/v1/chat/sessions/{session_id}/messages'].post;
    const headersOf = (parameters: { in: string; name: string }[]) =>
      parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
    const { session_id, files, timeout_seconds } = components.schemas.AskDto.properties;

    expect(headersOf(toAgent).sort()).toEqual(['Idempotency-Key', 'Last-Event-ID', 'Prefer']);
    expect(headersOf(toChat.parameters).sort()).toEqual(['Idempotency-Key', 'Last-Event-ID', 'Prefer']);
    expect(toChat.responses).toEqual(responses);
    expect(Object.keys(responses['202'].headers)).toEqual(['Location', 'Preference-Applied']);
    expect(responses['202'].content['application/json'].schema.$ref).toBe('#/components/schemas/AcceptedRunDto');
    expect(Object.keys(responses.default.headers)).toContain('Retry-After');
    expect(new RegExp(session_id.pattern, 'u').test('supplier_analysis_session')).toBe(true);
    expect(new RegExp(session_id.pattern, 'u').test('../etc')).toBe(false);
    expect(files).toMatchObject({ type: 'array', maxItems: 5 });
    expect(timeout_seconds.type).toBe('integer');
  });

  it('should name every error code there is', async () => {
    const { schemas } = (await sut.get('//openapi.json')).json.components;
    const { errors } = (await sut.get('//errors')).json;
    const reference = { $ref: '#/components/schemas/ErrorCode' };

    expect(new Set(schemas.ErrorCode.enum)).toEqual(new Set(errors.map(({ code }: { code: string }) => code)));
    for (const dto of ['ProblemDto', 'RunErrorDto']) expect(schemas[dto].properties.code.allOf).toEqual([reference]);
  });

  it('should name the ticket in the URL as a way to prove who follows a stream', async () => {
    const { paths, components } = (await sut.get('//openapi.json')).json;

    for (const path of ['/api/v1/agent/stream', '/api/v1/agent/runs/{id}/events'])
      expect(paths[path].get.security).toEqual([{ bearer: [] }, { stream_ticket: [] }]);
    expect(paths['/api/v1/agent/runs'].get.security).toEqual([{ bearer: [] }]);
    expect(components.securitySchemes.stream_ticket).toMatchObject({ type: 'apiKey', in: 'query', name: 'token' });
  });

  it.each(['/docs', '/redoc'])('should serve %s with everything it needs, from here', async (page) => {
    const { status, text, headers } = await sut.get(`/${page}`, html);

    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    const assets = [...text.matchAll(/(?:src|href|spec-url)="([^"]+)"/g)].map(
      (match) => new URL(match[1] ?? '', sut.url(`/${page}`)),
    );
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) {
      expect(asset.origin).toBe(sut.origin);
      expect((await sut.get(`/${asset.pathname}`)).status).toBe(200);
    }
  });

  it('should explain every error of the manual at the place its type points to', async () => {
    const manual = readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8');
    const documented = [...manual.matchAll(/^## `(\w+)`$/gm)].map((match) => match[1]);

    const { json } = await sut.get('//errors');

    expect(json.errors.map(({ code }: { code: string }) => code)).toEqual(documented);
    for (const { type, code } of json.errors) {
      expect((await sut.get(`/${type}`)).json.code).toBe(code);
    }
  });

  it('should explain an error to a person', async () => {
    const { headers, text } = await sut.get('//errors/VALIDATION_FAILED', {
      headers: { ...html.headers, 'accept-language': 'zh-CN' },
    });

    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toContain('<html lang="zh">');
  });
});
