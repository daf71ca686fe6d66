import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, type ApiResponse } from './api-client.js';
import { parseJson } from './json.js';

/** Sends and gets files as a browser's form would. */
export class FilesClient {
  constructor(readonly api: ApiClient) {}

  async upload(name: string, content: string | Buffer, type = ''): Promise<ApiResponse> {
    const form = new FormData();
    form.set('file', new Blob([content], { type }), name);
    const response = await fetch(this.api.url('/files'), {
      method: 'POST',
      headers: this.api.authorization,
      body: form,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parseJson(text) };
  }

  content(id: string, headers: Record<string, string> = {}): Promise<ApiResponse> {
    return this.api.get(`/files/${id}/content`, { headers });
  }

  async bytes(path: string): Promise<Buffer> {
    const response = await fetch(this.api.url(path), { headers: this.api.authorization });
    return Buffer.from(await response.arrayBuffer());
  }

  /** For what happens after the answer: deletion in the store. Fails after ten seconds. */
  async until(condition: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (await condition()) return;
      await delay(100);
    }
    throw new Error('It did not come about within ten seconds.');
  }
}
