import { type Request, type Response } from 'express';
import { originOf } from './request-origin.js';

describe('originOf', () => {
  const response = { getHeader: () => 'request-7' } as unknown as Response;
  const sut = (ip: string | undefined, userAgent?: string) =>
    originOf({ ip, get: () => userAgent } as unknown as Request, response);

  it.each(['203.0.113.9', '2001:db8::1', '::ffff:127.0.0.1'])('should keep the address %s', (ip) => {
    expect(sut(ip).ipAddress).toBe(ip);
  });

  it.each([undefined, '', 'unknown', "203.0.113.9'; --"])(
    'should drop what a proxy passes on as address but is none: %j',
    (ip) => {
      expect(sut(ip).ipAddress).toBeNull();
    },
  );

  it('should shorten an endless user agent and know a missing one', () => {
    expect(sut(undefined, 'x'.repeat(10_000)).userAgent).toHaveLength(300);
    expect(sut(undefined).userAgent).toBeNull();
  });

  it('should name the request', () => {
    expect(sut(undefined).requestId).toBe('request-7');
  });
});
