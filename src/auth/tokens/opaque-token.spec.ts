import { hashOpaqueToken, newOpaqueToken } from './opaque-token.js';

describe('opaque tokens', () => {
  it('should carry 256 random bits behind their prefix', () => {
    const [first, second] = [newOpaqueToken('tfr_'), newOpaqueToken('tfr_')];

    expect(first).toMatch(/^tfr_[\w-]{43}$/);
    expect(second).not.toBe(first);
  });

  it('should be stored as SHA-256 of the whole token', () => {
    expect(hashOpaqueToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
