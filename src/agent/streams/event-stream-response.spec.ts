import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Response } from 'express';
import { EventStreamResponse } from './event-stream-response.js';

/** Some proxy takes a stream that is silent for longer for dead. */
const SILENT_AT_MOST = 16_000;

describe('EventStreamResponse', () => {
  let server: Server;
  let sut: EventStreamResponse;
  let answer: IncomingMessage;

  beforeEach(async () => {
    // The connection is a real one: only what is done again and again waits for the spec.
    jest.useFakeTimers({
      doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'],
    });
    server = createServer((_request, response) => {
      sut = new EventStreamResponse(response as Response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const request = get({ port: (server.address() as AddressInfo).port, agent: false });
    [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.setEncoding('utf8').on('error', () => undefined);
  });
  afterEach(async () => {
    jest.useRealTimers();
    answer.destroy();
    server.close();
    await once(server, 'close');
  });

  it('should send a comment in time when there is nothing to tell, again and again', async () => {
    for (let time = 0; time < 3; time += 1) {
      const told = once(answer, 'data');
      jest.advanceTimersByTime(SILENT_AT_MOST);
      expect(await told).toEqual([': heartbeat\n\n']);
    }
  });

  it('should tell those who wait for its end, once, and leave no timer behind, when the reader leaves', async () => {
    const listener = jest.fn();
    const gone = new Promise<void>((resolve) => sut.onClose(resolve));
    sut.onClose(listener);

    answer.destroy();
    await gone;
    sut.end();

    expect(listener).toHaveBeenCalledTimes(1);
    expect(sut.closed).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should say so at once when one asks for its end who comes after it', async () => {
    sut.end();
    await once(answer.resume(), 'end');
    const listener = jest.fn();

    sut.onClose(listener);

    expect(listener).toHaveBeenCalledTimes(1);
  });
});
