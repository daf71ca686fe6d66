import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

/** A password that is there already. It need not satisfy today's rules: it may be older than they are. */
export const IsPresentPassword = () =>
  applyDecorators(
    ApiProperty({ format: 'password', minLength: 1, maxLength: 254 }),
    IsString({ message: 'must be text' }),
    Length(1, 254, { message: 'must have 1 to 254 characters' }),
  );
