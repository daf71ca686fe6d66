import { ApiProperty } from '@nestjs/swagger';

/** A JSON Web Key Set (RFC 7517). */
export class JwksDto {
  /**
   * One object a key: `kty`, `kid`, `alg`, `use` and the public numbers of the key.
   * @example []
   */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  keys!: object[];
}
