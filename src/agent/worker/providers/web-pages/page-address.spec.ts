import { checkPageAddress } from './page-address.js';

describe('checkPageAddress', () => {
  it.each([
    ['https://www.example.com/ip/phone?x=1', 'https://www.example.com/ip/phone?x=1'],
    ['http://example.com', 'http://example.com/'],
    ['HTTPS://EXAMPLE.COM/A#part', 'https://example.com/A'],
    ['https://example.com:443/a', 'https://example.com/a'],
    ['http://example.com:443/a', 'http://example.com:443/a'],
    ['http://8.8.8.8/a', 'http://8.8.8.8/a'],
    ['https://中文.example/商品', 'https://xn--fiq228c.example/%E5%95%86%E5%93%81'],
  ])('should accept %s', (text, href) => {
    expect(checkPageAddress(text, [])).toEqual({ url: new URL(href), trusted: false });
  });

  it.each([
    '',
    'phone',
    'www.example.com/a',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'gopher://127.0.0.1:6379/_',
    'http://',
    'http://[::1',
    'http://exa mple.com/',
    'http://256.1.1.1/',
  ])('should say that %j is no address of a page', (text) => {
    expect(() => checkPageAddress(text, [])).toThrow(expect.objectContaining({ code: 'FETCH_ADDRESS_INVALID' }));
  });

  it.each([
    ['a private address', 'http://10.0.0.1/'],
    ['loopback', 'http://127.0.0.1/'],
    ['loopback with a dot at its end', 'http://127.0.0.1./'],
    ['loopback in decimal', 'http://2130706433/'],
    ['loopback in hex', 'http://0x7f000001/'],
    ['loopback in hex parts', 'http://0x7f.0.0.1/'],
    ['loopback in octal', 'http://0177.0.0.01/'],
    ['loopback shortened', 'http://127.1/'],
    ['loopback in full-width digits', 'http://１２７.0.0.1/'],
    ['loopback percent-encoded', 'http://%31%32%37.0.0.1/'],
    ['loopback with ideographic dots', 'http://127。0。0。1/'],
    ['zero', 'http://0/'],
    ['cloud metadata', 'http://169.254.169.254/latest/meta-data/'],
    ['IPv6 loopback', 'http://[::1]/'],
    ['IPv6 mapped loopback', 'http://[::ffff:127.0.0.1]/'],
    ['IPv6 mapped metadata', 'http://[::ffff:a9fe:a9fe]/'],
    ['NAT64 of loopback', 'http://[64:ff9b::7f00:1]/'],
    ['a unique local address', 'http://[fd00:ec2::254]/'],
    ['a user name', 'http://user@example.com/'],
    ['a password', 'https://a:b@example.com/'],
    ['a host hidden as a user name', 'https://example.com@127.0.0.1/'],
    ['the port of SSH', 'http://example.com:22/'],
    ['the port of Redis', 'http://example.com:6379/'],
    ['a high port', 'https://example.com:8443/'],
    ['port zero', 'http://example.com:0/'],
  ])('should refuse %s', (_, text) => {
    expect(() => checkPageAddress(text, [])).toThrow(expect.objectContaining({ code: 'FETCH_ADDRESS_FORBIDDEN' }));
  });

  it.each([
    ['http://127.0.0.1:8080/a', ['127.0.0.1:8080'], true],
    ['http://intranet.example/a', ['intranet.example'], true],
    ['https://intranet.example/a', ['intranet.example:443'], true],
    ['http://intranet.example/a', ['other.example'], false],
    ['http://sub.intranet.example/a', ['intranet.example'], false],
  ])('should know whether %s is on the list %j', (text, allowed, trusted) => {
    expect(checkPageAddress(text, allowed).trusted).toBe(trusted);
  });

  it('should not let a host through on another port than the allowed one', () => {
    expect(() => checkPageAddress('http://127.0.0.1:6379/', ['127.0.0.1:8080'])).toThrow(
      expect.objectContaining({ code: 'FETCH_ADDRESS_FORBIDDEN' }),
    );
  });

  it('should read a relative address against the page it stands on', () => {
    expect(checkPageAddress('/b?c', [], new URL('https://example.com/a')).url.href).toBe('https://example.com/b?c');
  });
});
