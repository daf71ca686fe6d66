import { scrub } from './scrub.js';

describe('scrub', () => {
  it.each([
    ['{"authorization":"Bearer s3cr3t"}'],
    ['{"headers":{"cookie":"sid=s3cr3t; x=\\"1\\""}}'],
    ['{"set-cookie":["sid=s3cr3t","b=s3cr3t"]}'],
    ['{"a":{"b":{"c":{"newPassword":"s3cr3t"}}}}'],
    ['{"refresh_token":"s3cr3t"}'],
    ['{"accessToken":"s3cr3t"}'],
    ['{"jwtSecret":"s3cr3t"}'],
    ['{"JWT_SECRET_KEY":"s3cr3t"}'],
    ['{"x-goog-api-key":"s3cr3t"}'],
    ['{"url":"/api/v1/agent/stream?session_id=a&token=s3cr3t&last_event_id=3"}'],
    ['{"url":"/api/v1/agent/stream?ticket=s3cr3t"}'],
    ['{"msg":"GET /auth/oauth/google/callback?code=s3cr3t&state=s3cr3t"}'],
    ['{"msg":"refused Bearer s3cr3t.s3cr3t-s3cr3t"}'],
    ['{"msg":"token eyJhbGciOiJI.eyJzdWIiOiIxs3cr3t.s3cr3t was refused"}'],
    ['{"msg":"sent {\\"password\\":\\"s3cr3t\\"} away"}'],
    ['{"msg":"key tf_0123456789abcdefs3cr3t"}'],
    ['{"msg":"login tfr_0123456789abcdefs3cr3t"}'],
    ['{"msg":"ticket tfst_0123456789abcdefs3cr3t"}'],
    ['{"err":{"stack":"Error: connect postgresql://tradeflow:s3cr3t@db:5432/x\\n    at"}}'],
    ['{"msg":"redis://:s3cr3t@cache:6379/0"}'],
  ])('should mask the secret in %s', (line) => {
    const scrubbed = scrub(line);

    expect(scrubbed).not.toContain('s3cr3t');
    expect(() => JSON.parse(scrubbed)).not.toThrow();
  });

  it('should leave everything else as it is', () => {
    const line =
      '{"endpoint":"/api/v1/agent/query","input_tokens":12,"session_id":"a","msg":"3 tokens at https://a.b/c?q=d"}';

    expect(scrub(line)).toBe(line);
  });

  it.each(['x', 'a-', 'eyJ-', 'eyJaaaaaaaa.', '"', '&a=', '?token', '://:', '://a:b', 'Bearer ', 'tf_', '"a":"\\'])(
    'should take time in proportion to the length of a line of %s',
    (piece) => {
      const line = piece.repeat(200_000 / piece.length);
      const startedAt = performance.now();

      scrub(line);

      // Milliseconds when it does; a quadratic pattern takes minutes.
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    },
  );
});
