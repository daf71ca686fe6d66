import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

/** A password somebody chooses: 8 to 128 characters (the upper bound keeps hashing cheap), a letter and a digit among them. */
export const IsNewPassword = () =>
  applyDecorators(
    ApiProperty({ format: 'password', minLength: 8, maxLength: 128 }),
    IsString({ message: 'must be text' }),
    Length(8, 128, { message: 'must have 8 to 128 characters' }),
    Matches(/\p{L}/u, { message: 'must contain a letter' }),
    Matches(/\p{Nd}/u, { message: 'must contain a digit' }),
  );
