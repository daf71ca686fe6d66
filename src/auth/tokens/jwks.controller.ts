import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/public.decorator.js';
import { JwksDto } from '../dto/jwks.dto.js';
import { SigningKeys } from './signing-keys.js';

/** Outside of /api/v1, where RFC 8615 wants it. */
@ApiTags('Identity')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  /** The public keys that access tokens are signed with; empty while they are signed with a shared secret. */
  @Get('jwks.json')
  @Public()
  @Header('Cache-Control', 'public, max-age=300')
  jwks(): JwksDto {
    return { keys: this.keys.publicKeys() };
  }
}
