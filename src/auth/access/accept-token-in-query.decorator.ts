import { applyDecorators } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiQuery } from '@nestjs/swagger';

export const TokenInQuery = Reflector.createDecorator<boolean>();

/**
 * Lets a route take its proof from `?token=`, for a browser's EventSource, which cannot send a header: a stream ticket
 * always, an access token only where SSE_ACCEPT_ACCESS_TOKEN_IN_URL allows it, because URLs end up in logs.
 */
export const AcceptTokenInQuery = () =>
  applyDecorators(
    TokenInQuery(true),
    ApiQuery({
      name: 'token',
      required: false,
      description: 'A stream ticket (`POST /auth/stream-ticket`), where no `Authorization` header can be sent.',
    }),
  );
