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
