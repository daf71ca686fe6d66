import { Injectable } from '@nestjs/common';
import { type Role } from '../access/permissions.js';
import { normaliseEmail } from '../accounts/email.js';
import { SealedFields } from '../accounts/sealed-fields.js';
import { UsersRepository } from '../accounts/users.repository.js';
import { AuditLog } from '../audit/audit-log.js';
import { LoginSessions } from '../logins/login-sessions.js';
import { IdentitiesRepository } from '../oauth/identities.repository.js';

/** What the operator does on the machine itself (`npm run admin`). Each returns the sentence to print. */
@Injectable()
export class AdminCommands {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: LoginSessions,
    private readonly sealed: SealedFields,
    private readonly identities: IdentitiesRepository,
    private readonly audit: AuditLog,
  ) {}

  grant(email: string): Promise<string> {
    return this.changeRole(email, 'admin');
  }

  revoke(email: string): Promise<string> {
    return this.changeRole(email, 'user');
  }

  async reencrypt(): Promise<string> {
    const [accounts, identities] = [await this.sealed.sealAnew(), await this.identities.sealAnew()];
    return `Sealed anew: ${accounts} accounts, ${identities} identities.`;
  }

  /** The logins end: a token carries the role it was issued with. */
  private async changeRole(email: string, role: Role): Promise<string> {
    const user = await this.users.findByEmail(normaliseEmail(email));
    if (!user) throw new Error(`There is no account with the e-mail ${email}; register it first.`);
    if (user.role === role) return `${user.email} is ${role} already.`;
    await this.users.update(user.id, { role });
    await this.sessions.endAll(user.id, 'ended_by_admin');
    await this.audit.record({ action: 'account.role_changed', userId: user.id, origin: null, details: { role } });
    return `${user.email} is ${role} now and must log in again.`;
  }
}
