import { addressGroup } from './address-group.js';

describe('addressGroup', () => {
  it('should take each IPv4 address for itself, however it is written', () => {
    expect(addressGroup('203.0.113.9')).toBe('203.0.113.9');
    expect(addressGroup('::ffff:203.0.113.9')).toBe('203.0.113.9');
  });

  it('should take the addresses of one IPv6 network together', () => {
    expect(addressGroup('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
    expect(addressGroup('2001:db8:1:2:ffff::9')).toBe(addressGroup('2001:db8:1:2::1'));
    expect(addressGroup('2001:db8:1:3::1')).not.toBe(addressGroup('2001:db8:1:2::1'));
  });

  it('should keep what is no address', () => {
    expect(addressGroup('unknown')).toBe('unknown');
  });
});
