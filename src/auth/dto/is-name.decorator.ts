import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

/** The name of a person or company: 1 to 200 characters on one line. PostgreSQL could not even store a NUL. */
export const IsName = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString({ message: 'must be text' }),
    Length(1, 200, { message: 'must have 1 to 200 characters' }),
    Matches(/^\P{Cc}*$/u, { message: 'must not contain control characters' }),
  );
