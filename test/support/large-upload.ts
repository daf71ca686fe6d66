import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { type ApiClient } from './api-client.js';
import { type Json, parseJson } from './json.js';

const BOUNDARY = 'tradeflow-large-upload';
const MEBIBYTE = 1_048_576;

/** An upload that is fed by hand, a mebibyte at a time, so that a spec can do something in the middle of it. */
export class LargeUpload {
  /** Of what was sent so far; to be asked once. */
  readonly hash: Hash = createHash('sha256');
  /** The answer, whenever it comes; rejects when the connection breaks before. */
  readonly answer: Promise<{ readonly status: number; readonly json: Json }>;
  private readonly request: http.ClientRequest;
  private sent = 0;

  constructor(api: ApiClient, name: string) {
    this.request = http.request(api.url('/files'), {
      method: 'POST',
      // A client that wants its connection closed gets it closed with an early answer, and may not come to read that.
      agent: new http.Agent({ keepAlive: true }),
      headers: { ...api.authorization, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    this.answer = once(this.request, 'response').then(async ([answer]) => {
      const response = answer as http.IncomingMessage;
      return { status: response.statusCode ?? 0, json: parseJson(await text(response)) };
    });
    // Who never asks for the answer, as it hangs up, shall not fail by it.
    this.answer.catch(() => undefined);
    this.request.on('error', () => undefined);
    this.request.write(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`);
  }

  /** Sends that many mebibytes as fast as the server takes them; stops when it has answered or is gone. */
  async send(mebibytes: number): Promise<void> {
    for (let block = 0; block < mebibytes && !this.request.destroyed; block += 1) {
      const bytes = Buffer.alloc(MEBIBYTE, `line ${(this.sent += 1)}\n`);
      this.hash.update(bytes);
      // Called when the bytes are out, or when there is nobody to take them any more.
      await new Promise<void>((resolve) => void this.request.write(bytes, () => resolve()));
    }
  }

  /** Says that this was all, and waits for the answer. */
  finish() {
    this.request.end(`\r\n--${BOUNDARY}--\r\n`);
    return this.answer;
  }

  /** Leaves in the middle. */
  hangUp(): void {
    this.request.destroy();
  }
}
