import { once } from 'node:events';
import { request as send } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Request, type Response } from 'express';
import { HttpAdapter } from './http-adapter.js';

@Module({})
class EmptyModule {}

describe('HttpAdapter', () => {
  let app: NestExpressApplication;
  let port: number;
  let handle: (request: Request, response: Response) => void;
  const get = () => send({ port, path: '/' }).end();

  beforeEach(async () => {
    app = await NestFactory.create<NestExpressApplication>(EmptyModule, new HttpAdapter(), { logger: false });
    app.use((request: Request, response: Response) => handle(request, response));
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  afterEach(() => app.close());

  it('should give Express what it adds to requests and responses', async () => {
    handle = (request, response) => response.status(201).json({ path: request.path, fresh: request.fresh });
    const [response] = (await once(get(), 'response')) as [{ statusCode: number; headers: object }];
    expect(response).toMatchObject({ statusCode: 201, headers: { 'content-type': /json/ } });
  });

  it('should let V8 treat all requests and all responses alike when Express has prepared them', async () => {
    setFlagsFromString('--allow-natives-syntax');
    // V8's own question, for which JavaScript has no word.
    const alike = runInThisContext('(one, other) => %HaveSameMap(one, other)') as (...of: object[]) => boolean;
    const met: [Request, Response][] = [];
    const all = new Promise<void>((resolve) => {
      handle = (request, response) => {
        met.push([request, response]);
        if (met.length === 20) resolve();
      };
    });
    Array.from({ length: 20 }, () => get().on('error', () => undefined));
    await all;
    const [[request, response], [nextRequest, nextResponse]] = met.slice(-2) as [
      [Request, Response],
      [Request, Response],
    ];

    expect([alike(request, nextRequest), alike(response, nextResponse)]).toEqual([true, true]);
  });

  it('should close connections on which an answer is still open', async () => {
    handle = (_request, response) => response.write('an event');
    const [response] = (await once(get(), 'response')) as [NodeJS.ReadableStream];
    const cut = once(response.resume(), 'error');
    await app.close();
    expect(await cut).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
  });
});
