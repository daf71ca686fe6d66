import { ApiProperty, type OpenAPIObject } from '@nestjs/swagger';
import { allErrorKinds } from '../../errors/error-registry.js';

const NAME = 'ErrorCode';

/** Documents a field as one of the registered codes. */
export const ApiErrorCode = () => ApiProperty({ allOf: [{ $ref: `#/components/schemas/${NAME}` }] });

/** Adds the one enumeration of all codes. Only now, as every module has registered its own. */
export function addErrorCodes({ components }: OpenAPIObject): void {
  const enumeration = {
    type: 'string',
    description: 'Every code of an error, in HTTP, events and records; `/errors/{code}` explains it.',
    enum: allErrorKinds().map(({ code }) => code),
  };
  Object.assign(components?.schemas ?? {}, { [NAME]: enumeration });
}
