import { once } from 'node:events';
import { type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import { bodyInTime } from './body-in-time.js';

describe('bodyInTime', () => {
  let server: Server;
  beforeAll(async () => {
    const app = express();
    app.use(bodyInTime(1_000), express.json());
    app.use((_request, response) => void setTimeout(() => response.json({ ok: true }), 1_100));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  /** Everything the server says to a request that is sent as it stands, until it closes the connection. */
  async function say(path: string, body: string, length: number): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n`;
    socket.write(`${head}Connection: close\r\n\r\n${body}`);
    let said = '';
    socket.on('data', (chunk) => (said += chunk.toString()));
    await once(socket, 'close');
    return said;
  }

  it('should say so, and close the connection, when a body does not come', async () => {
    const said = await say('/api/v1/things', '{"a":', 100);

    expect(said).toMatch(/^HTTP\/1\.1 408 /);
    expect(said).toContain('Content-Type: application/problem+json');
    expect(said).toContain('"code":"REQUEST_TIMEOUT"');
  });

  it('should not hurry what has arrived, nor what is slow to be answered', async () => {
    expect(await say('/api/v1/things', '{"a":1}', 7)).toMatch(/^HTTP\/1\.1 200 /);
  });
});
