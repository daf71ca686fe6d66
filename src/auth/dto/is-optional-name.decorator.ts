import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, Length, Matches } from 'class-validator';

/** The name of a person or company, or nothing: 1 to 200 characters on one line. */
export const IsOptionalName = () =>
  applyDecorators(
    ApiPropertyOptional({ minLength: 1, maxLength: 200, nullable: true }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsOptional(),
    IsString({ message: 'must be text' }),
    Length(1, 200, { message: 'must have 1 to 200 characters' }),
    Matches(/^\P{Cc}*$/u, { message: 'must not contain control characters' }),
  );
