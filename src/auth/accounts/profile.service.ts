import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { ProfileDto, type UpdateProfileDto } from '../dto/profile.dto.js';
import { UserDto } from '../dto/user.dto.js';
import { SealedFields } from './sealed-fields.js';
import { type UserChanges, UsersRepository } from './users.repository.js';

/** A user's own data. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sealed: SealedFields,
    private readonly audit: AuditLog,
  ) {}

  /** @throws AppError TOKEN_INVALID when the account is gone but the token still lives. */
  async read({ userId }: Principal): Promise<ProfileDto> {
    const user = await this.users.findById(userId);
    if (!user) throw new AppError(AuthErrors.TOKEN_INVALID);
    const { phone, companyTaxId } = this.sealed.open(user);
    return {
      ...UserDto.of(user),
      phone,
      company_country: user.companyCountry,
      company_website: user.companyWebsite,
      company_tax_id: companyTaxId,
      has_password: user.passwordHash !== null,
    };
  }

  /** Changes what is sent; null empties a field. */
  async update(principal: Principal, changes: UpdateProfileDto, origin: RequestOrigin): Promise<ProfileDto> {
    const { userId } = principal;
    const wanted: UserChanges = {
      fullName: changes.full_name,
      companyName: changes.company_name,
      companyCountry: changes.company_country,
      companyWebsite: changes.company_website,
      ...this.sealed.seal(userId, { phone: changes.phone, companyTaxId: changes.company_tax_id }),
    };
    const sent = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    await this.users.update(userId, sent);
    const details = { fields: Object.keys(changes) };
    await this.audit.record({ action: 'account.updated', userId, origin, details });
    return this.read(principal);
  }
}
