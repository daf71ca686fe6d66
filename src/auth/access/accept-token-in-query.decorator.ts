import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';

export const TOKEN_IN_QUERY = 'auth:token-in-query';

/**
 * Lets a route take its proof from `?token=`, for a browser's EventSource, which cannot send a header: a stream ticket
 * always, an access token only where SSE_ACCEPT_ACCESS_TOKEN_IN_URL allows it, because URLs end up in logs.
 */
export const AcceptTokenInQuery = () =>
  applyDecorators(
    SetMetadata(TOKEN_IN_QUERY, true),
    ApiQuery({
      name: 'token',
      required: false,
      description: 'A stream ticket (`POST /auth/stream-ticket`), where no `Authorization` header can be sent.',
    }),
  );
