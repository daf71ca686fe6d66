import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO31661Alpha2, IsOptional, IsPhoneNumber, IsUrl } from 'class-validator';
import { IsOptionalName } from './is-optional-name.decorator.js';
import { UserDto } from './user.dto.js';

/** What a user may change of their own data. A field that is left out stays; null empties it. */
export class UpdateProfileDto {
  /**
   * How the user wants to be addressed.
   * @example '林晓'
   */
  @IsOptionalName()
  full_name?: string | null;

  /**
   * A telephone number with its country code (E.164). Stored encrypted.
   * @example '+8657488881234'
   */
  @ApiPropertyOptional({ type: 'string', nullable: true })
  @IsOptional()
  @IsPhoneNumber(undefined, { message: 'must be a telephone number with its country code, such as +8657488881234' })
  phone?: string | null;

  /**
   * The company the user trades for.
   * @example 'Ningbo Lin Trading Co., Ltd.'
   */
  @IsOptionalName()
  company_name?: string | null;

  /**
   * Where the company is: ISO 3166-1 alpha-2.
   * @example 'CN'
   */
  @ApiPropertyOptional({ type: 'string', nullable: true })
  @IsOptional()
  @IsISO31661Alpha2({ message: 'must be a country code of two letters, such as CN' })
  company_country?: string | null;

  /**
   * The company's site.
   * @example 'https://www.example.com'
   */
  @ApiPropertyOptional({ type: 'string', format: 'uri', maxLength: 2083, nullable: true })
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true }, { message: 'must be an http or https URL' })
  company_website?: string | null;

  /**
   * The number the company is registered or taxed under. Stored encrypted.
   * @example '91330200MA2AXXXX1K'
   */
  @IsOptionalName()
  company_tax_id?: string | null;
}

/** A user's own data, whole. */
export class ProfileDto extends UserDto {
  /**
   * Telephone number (E.164); null when not given.
   * @example '+8657488881234'
   */
  phone!: string | null;

  /**
   * Where the company is: ISO 3166-1 alpha-2; null when not given.
   * @example 'CN'
   */
  company_country!: string | null;

  /**
   * The company's site; null when not given.
   * @example 'https://www.example.com'
   */
  company_website!: string | null;

  /**
   * The number the company is registered or taxed under; null when not given.
   * @example '91330200MA2AXXXX1K'
   */
  company_tax_id!: string | null;

  /**
   * Whether the account has a password; one made through an identity provider has none until it is set.
   * @example true
   */
  has_password!: boolean;
}
