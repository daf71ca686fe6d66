import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional, ValidateIf } from 'class-validator';

/**
 * For a field of a body that may be left out: many clients write null for what they have nothing to say of. Who reads the field meets
 * undefined only; `IsOptional` alone lets null through to code that expects none.
 */
export const MayBeLeftOut = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => value ?? undefined),
    IsOptional(),
  );

/** For a field of a change: left out, it stays as it is. Null is refused, as it may be meant to empty what cannot be empty. */
export const LeftOutStays = () => ValidateIf((_body, value: unknown) => value !== undefined);
