import { PasswordPolicy } from './password-policy.js';

describe('PasswordPolicy', () => {
  const sut = new PasswordPolicy();
  const owner = { email: 'lin.xiao@example.com', fullName: 'Lin Xiao', companyName: 'Ningbo Lin' };

  it.each([
    'password1',
    'Passw0rd!1',
    'qwerty12345',
    'abc12345',
    'ningbolin1',
    'linxiao2024',
    'lin.xiao1',
    'a1a1a1a1a1',
  ])('should refuse %j', async (password) => {
    await expect(sut.check(password, owner)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      issues: [{ path: 'password', message: expect.any(String) }],
    });
  });

  it.each([
    'correct-horse-7',
    'quiet-harbour-41',
    '静かな港-Hafen-41',
    'a long sentence nobody would guess 7 '.repeat(3),
  ])('should take %j', async (password) => {
    await expect(sut.check(password, owner)).resolves.toBeUndefined();
  });

  it('should be quick with whatever is sent', async () => {
    const begun = performance.now();
    await sut.check('p@55w0rd4$3!'.repeat(10), owner).catch(() => undefined);

    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});
