import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { loadConfig } from '../../config/index.js';
import { CannotOpenError, FieldCipher } from './field-cipher.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const cipher = (keys?: string) => new FieldCipher(loadConfig({ SECRET_KEY: 'a-secret', DATA_ENCRYPTION_KEYS: keys }));

describe('FieldCipher', () => {
  const sut = cipher();

  it('should open what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sut.open(sut.seal(text, 'here'), 'here')).toBe(text);
      }),
    );
  });

  it('should seal the same text differently each time, and show nothing of it', () => {
    expect(sut.seal('+8657488881234', 'here')).not.toBe(sut.seal('+8657488881234', 'here'));
    expect(sut.seal('+8657488881234', 'here')).not.toContain('8657');
  });

  it('should not open what was copied to another place', () => {
    expect(() => sut.open(sut.seal('text', 'users.phone:1'), 'users.phone:2')).toThrow(CannotOpenError);
  });

  it('should not open what was altered in any of its bytes', () => {
    const sealed = sut.seal('text', 'here');
    const [id = '', payload = ''] = sealed.split('.');
    const bytes = Buffer.from(payload, 'base64url');
    for (const index of bytes.keys()) {
      const altered = Buffer.from(bytes);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => sut.open(`${id}.${altered.toString('base64url')}`, 'here')).toThrow(CannotOpenError);
    }
  });

  it.each(['', 'derived.', 'derived.abc', 'other.AAAA', 'no-dot', '../../etc'])('should not open %j', (sealed) => {
    expect(() => sut.open(sealed, 'here')).toThrow(CannotOpenError);
  });

  it('should go on opening after the keys were rotated, and say what to seal anew', () => {
    const [old, fresh] = [key('2025'), key('2026')];
    const sealed = cipher(old).seal('text', 'here');

    const rotated = cipher(`${fresh},${old}`);

    expect(rotated.open(sealed, 'here')).toBe('text');
    expect(rotated.isCurrent(sealed)).toBe(false);
    expect(rotated.isCurrent(rotated.seal('text', 'here'))).toBe(true);
    expect(() => cipher(fresh).open(sealed, 'here')).toThrow('no encryption key "2025"');
  });

  it('should open what was sealed before any key was configured', () => {
    const rotated = cipher(key('2026'));
    const sealed = sut.seal('text', 'here');

    expect(rotated.open(sealed, 'here')).toBe('text');
    expect(rotated.isCurrent(sealed)).toBe(false);
  });
});
