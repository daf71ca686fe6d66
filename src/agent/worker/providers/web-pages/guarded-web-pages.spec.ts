import { type LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type ResolveHost } from './guarded-lookup.js';
import { GuardedWebPages, type GuardedWebPagesOptions } from './guarded-web-pages.js';

const never = () => new AbortController().signal;

describe('GuardedWebPages', () => {
  const servers: Server[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function reader(allowPrivateHosts: string[], options: Partial<GuardedWebPagesOptions> = {}): GuardedWebPages {
    return new GuardedWebPages({ allowPrivateHosts, ...options });
  }

  const read = (sut: GuardedWebPages, url: string, signal = never()) => sut.read(url, { language: 'zh', signal });
  const page: RequestListener = (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>手机');
  const code = (error: string) => expect.objectContaining({ code: error });

  it('should read a page of an allowed host without telling it who asks', async () => {
    const seen: Record<string, unknown>[] = [];
    const host = await serve((request, response) => {
      seen.push(request.headers);
      page(request, response);
    });

    const result = await read(reader([host]), `http://${host}/a#b`);

    expect(result).toMatchObject({ url: `http://${host}/a`, contentType: 'text/html; charset=utf-8' });
    expect(Buffer.from(result.body).toString()).toBe('<p>手机');
    expect(seen[0]).toMatchObject({
      'accept-language': expect.stringContaining('zh'),
      'user-agent': expect.stringContaining('TradeFlow'),
    });
    expect(seen[0]).not.toHaveProperty('cookie');
    expect(seen[0]).not.toHaveProperty('referer');
  });

  it('should not touch a private host that is not allowed', async () => {
    let asked = 0;
    const host = await serve((request, response) => {
      asked++;
      page(request, response);
    });

    await expect(read(reader([]), `http://${host}/`)).rejects.toThrow(code('FETCH_ADDRESS_FORBIDDEN'));
    expect(asked).toBe(0);
  });

  it.each<[string, LookupAddress[]]>([
    ['a private address', [{ address: '127.0.0.1', family: 4 }]],
    ['cloud metadata', [{ address: '169.254.169.254', family: 4 }]],
    ['a mapped address', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    [
      'one private address among public ones',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ],
    ],
  ])('should refuse a name that resolves to %s', async (_, addresses) => {
    const resolve: ResolveHost = (__, done) => done(null, addresses);

    await expect(read(reader([], { resolve }), 'http://shop.example/')).rejects.toThrow(
      code('FETCH_ADDRESS_FORBIDDEN'),
    );
  });

  it('should resolve a name once a connection, so that pointing it elsewhere the next moment gains nothing', async () => {
    const answers = ['8.8.8.8', '127.0.0.1'];
    const asked: string[] = [];
    const resolve: ResolveHost = (host, done) => {
      asked.push(host);
      done(null, [{ address: answers[asked.length - 1] ?? '', family: 4 }]);
    };

    await expect(read(reader([], { resolve, timeoutMs: 200 }), 'http://rebinding.example/')).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^FETCH_(UNREACHABLE|TIMED_OUT|REFUSED|NOT_A_PAGE)$/) }),
    );
    expect(asked).toEqual(['rebinding.example']);
  });

  it.each([
    ['a private address', 'http://10.0.0.1/'],
    ['another port of the same host', 'http://127.0.0.1:1/'],
    ['loopback in hex', '//0x7f000001/'],
    ['a private IPv6 address', 'http://[::1]/'],
    ['a user name', 'http://a@example.com/'],
  ])('should not follow a redirect to %s', async (_, location) => {
    const host = await serve((__, response) => response.writeHead(302, { location }).end());

    await expect(read(reader([host]), `http://${host}/`)).rejects.toThrow(code('FETCH_ADDRESS_FORBIDDEN'));
  });

  it('should not follow a redirect to a file', async () => {
    const host = await serve((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());

    await expect(read(reader([host]), `http://${host}/`)).rejects.toThrow(code('FETCH_ADDRESS_INVALID'));
  });

  it('should follow five redirects and not a sixth', async () => {
    const host = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) return page(request, response);
      return response.writeHead(302, { location: `/${left - 1}` }).end();
    });

    await expect(read(reader([host]), `http://${host}/5`)).resolves.toMatchObject({ url: `http://${host}/0` });
    await expect(read(reader([host]), `http://${host}/6`)).rejects.toThrow(code('FETCH_TOO_MANY_REDIRECTS'));
  });

  it('should stop at the size limit, counted after decompression', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
    const host = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(bomb),
    );

    expect(bomb.byteLength).toBeLessThan(10_000);
    await expect(read(reader([host]), `http://${host}/`)).rejects.toThrow(code('FETCH_TOO_LARGE'));
  });

  it.each(['application/pdf', 'image/png', 'application/json', 'application/octet-stream'])(
    'should not read %s',
    async (type) => {
      const host = await serve((_, response) => response.writeHead(200, { 'content-type': type }).end('x'));

      await expect(read(reader([host]), `http://${host}/`)).rejects.toThrow(code('FETCH_NOT_A_PAGE'));
    },
  );

  it.each([403, 404, 412, 429, 503])('should say so when the site answers %d', async (status) => {
    const host = await serve((_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('no'));

    await expect(read(reader([host]), `http://${host}/`)).rejects.toThrow(
      expect.objectContaining({ code: 'FETCH_REFUSED', params: { status } }),
    );
  });

  it('should give up in time when the site never answers', async () => {
    const host = await serve(() => undefined);

    await expect(read(reader([host], { timeoutMs: 50 }), `http://${host}/`)).rejects.toThrow(code('FETCH_TIMED_OUT'));
  });

  it('should give up in time when the page never ends', async () => {
    const host = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).write('<p>'));

    await expect(read(reader([host], { timeoutMs: 100 }), `http://${host}/`)).rejects.toThrow(code('FETCH_TIMED_OUT'));
  });

  it('should stop with the reason of the run when it is cancelled', async () => {
    const cancel = new AbortController();
    const host = await serve(() => cancel.abort(new Error('cancelled by the user')));

    await expect(read(reader([host]), `http://${host}/`, cancel.signal)).rejects.toThrow('cancelled by the user');
  });

  it.each<[string, ResolveHost]>([
    [
      'the name is unknown',
      (_, done) => done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []),
    ],
    ['the name has no address', (_, done) => done(null, [])],
  ])('should say that the page cannot be reached when %s', async (_, resolve) => {
    await expect(read(reader([], { resolve }), 'https://shop.example/a')).rejects.toThrow(code('FETCH_UNREACHABLE'));
  });

  it('should say that the page cannot be reached when nobody listens', async () => {
    const host = await serve(page);
    await new Promise((closed) => servers.pop()?.close(closed));

    await expect(read(reader([host]), `http://${host}/`)).rejects.toThrow(code('FETCH_UNREACHABLE'));
  });
});
