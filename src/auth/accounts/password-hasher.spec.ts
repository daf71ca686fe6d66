import { parseOptions } from '@node-rs/argon2';
import { PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const sut = new PasswordHasher();
  beforeAll(() => sut.onModuleInit());

  it('should hash with argon2id, at least as strong as OWASP asks, and a salt of its own each time', async () => {
    const [first, second] = await Promise.all([sut.hash('correct-horse-7'), sut.hash('correct-horse-7')]);

    expect(first).toMatch(/^\$argon2id\$/);
    expect(parseOptions(first)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1, saltLen: 16 });
    expect(second).not.toBe(first);
  });

  it('should recognise the password, in any Unicode form, and no other', async () => {
    const stored = await sut.hash('Müller-straße-7');

    await expect(sut.verify(stored, 'Müller-straße-7'.normalize('NFD'))).resolves.toBe(true);
    await expect(sut.verify(stored, 'Müller-straße-8')).resolves.toBe(false);
  });

  it.each([undefined, null])(
    'should refuse every password when there is no hash to compare with (%j)',
    async (stored) => {
      await expect(sut.verify(stored, 'correct-horse-7')).resolves.toBe(false);
    },
  );
});
