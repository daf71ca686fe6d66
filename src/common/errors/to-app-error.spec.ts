import { AppError } from './app-error.js';
import { CommonErrors } from './common.errors.js';
import { toAppError } from './to-app-error.js';

describe('toAppError', () => {
  it.each([
    ['nobody listens', 'ECONNREFUSED'],
    ['the connection broke', 'ECONNRESET'],
    ['PostgreSQL shuts down', '57P01'],
    ['PostgreSQL gave the statement up', '57014'],
    ['two transactions waited for each other', '40P01'],
    ['PostgreSQL has no connection left', '53300'],
  ])('should call a dependency unavailable, to be tried again, when %s', (_why, code) => {
    const thrown = Object.assign(new Error('QueryFailedError'), {
      driverError: Object.assign(new Error('x'), { code }),
    });

    expect(toAppError(thrown)).toMatchObject({ kind: CommonErrors.DEPENDENCY_UNAVAILABLE, cause: thrown });
  });

  it('should say that the account is gone when what is written has no owner any more', () => {
    const thrown = (constraint: string) =>
      Object.assign(new Error('QueryFailedError'), { driverError: { code: '23503', constraint } });

    expect(toAppError(thrown('file_contents_user_id_fkey')).kind).toBe(CommonErrors.ACCOUNT_GONE);
    expect(toAppError(thrown('files_content_id_fkey')).kind).toBe(CommonErrors.INTERNAL_ERROR);
  });

  it('should keep a registered error as it is', () => {
    const error = new AppError(CommonErrors.INTERNAL_ERROR);

    expect(toAppError(error)).toBe(error);
  });

  it('should show nothing of what it does not know', () => {
    const error = toAppError(new Error('password=secret'));

    expect(error.kind).toBe(CommonErrors.INTERNAL_ERROR);
    expect(JSON.stringify(error.serialize())).not.toContain('secret');
  });
});
