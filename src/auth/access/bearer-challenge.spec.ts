import { AppError } from '../../common/errors/app-error.js';
import { CommonErrors } from '../../common/errors/common.errors.js';
import { AuthErrors } from '../auth.errors.js';
import { bearerChallenge } from './bearer-challenge.js';

describe('bearerChallenge', () => {
  const sut = (kind: ConstructorParameters<typeof AppError>[0]) => bearerChallenge(new AppError(kind), 'agent:query');

  it('should carry no error code when no token was sent (RFC 6750 §3.1)', () => {
    expect(sut(AuthErrors.AUTHENTICATION_REQUIRED)).toBe('Bearer realm="tradeflow"');
  });

  it.each(['TOKEN_EXPIRED', 'TOKEN_INVALID', 'STREAM_TICKET_INVALID'] as const)(
    'should call %s an invalid token',
    (code) => {
      expect(sut(AuthErrors[code])).toBe(
        `Bearer realm="tradeflow", error="invalid_token", error_description="${AuthErrors[code].title.en}"`,
      );
    },
  );

  it('should name the permission that is lacking', () => {
    expect(sut(AuthErrors.PERMISSION_DENIED)).toBe(
      'Bearer realm="tradeflow", error="insufficient_scope", scope="agent:query"',
    );
  });

  it('should be absent when the failure is none of the client', () => {
    expect(sut(CommonErrors.DEPENDENCY_UNAVAILABLE)).toBeUndefined();
  });
});
