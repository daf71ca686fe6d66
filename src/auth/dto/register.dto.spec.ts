import { RequestValidationPipe } from '../../common/http/request-validation.pipe.js';
import { type AppError } from '../../common/errors/app-error.js';
import { RegisterDto } from './register.dto.js';

describe('RegisterDto', () => {
  const valid = { email: 'lin@example.com', password: 'correct-horse-7' };
  const pipe = new RequestValidationPipe();
  const sut = (fields: Record<string, unknown>) =>
    pipe.transform({ ...valid, ...fields }, { type: 'body', metatype: RegisterDto }) as Promise<RegisterDto>;

  it('should normalise what people type', async () => {
    await expect(sut({ email: ' Lin@Example.com ', full_name: ' 林晓 ' })).resolves.toMatchObject({
      email: 'lin@example.com',
      full_name: '林晓',
    });
  });

  it.each(['密码密码密码密1', 'abcdefg1', 'пароль12', '  a1     '])('should take the password %j', async (password) => {
    await expect(sut({ password })).resolves.toMatchObject({ password });
  });

  it('should leave out names that are absent or null', async () => {
    await expect(sut({ full_name: null })).resolves.toMatchObject({ full_name: null });
  });

  it.each([
    ['email', 'nobody'],
    ['email', undefined],
    ['email', { $ne: null }],
    ['email', `${'a'.repeat(250)}@example.com`],
    ['password', 'short-1'],
    ['password', '1234567890'],
    ['password', 'no-digit-here'],
    ['password', `a1${'x'.repeat(127)}`],
    ['password', 12_345_678],
    ['full_name', '   '],
    ['full_name', 'two\nlines'],
    ['company_name', 'x'.repeat(201)],
    ['role', 'admin'],
  ])('should refuse %s %j and name it', async (path, value) => {
    const refusal = await sut({ [path]: value }).catch((error: AppError) => error);

    expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((refusal as AppError).issues?.map((issue) => issue.path)).toContain(path);
  });
});
