import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

/** A name of 1 to 100 characters on one line. */
export const IsName = () =>
  applyDecorators(
    ApiProperty({ minLength: 1, maxLength: 100 }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString({ message: 'must be text' }),
    Length(1, 100, { message: 'must have 1 to 100 characters' }),
    Matches(/^\P{Cc}*$/u, { message: 'must not contain control characters' }),
  );
