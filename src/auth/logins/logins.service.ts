import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { LoginDto } from '../dto/login.dto.js';
import { LoginSessions } from './login-sessions.js';
import { LoginsRepository } from './logins.repository.js';

/** A user's own view of where they are logged in. */
@Injectable()
export class LoginsService {
  constructor(
    private readonly logins: LoginsRepository,
    private readonly sessions: LoginSessions,
    private readonly audit: AuditLog,
  ) {}

  async list(user: Principal): Promise<LoginDto[]> {
    const logins = await this.logins.list(user.userId);
    return logins.map((login) => LoginDto.of(login, user.credential.id));
  }

  /** Ends the login the token belongs to. */
  async logOut(user: Principal, origin: RequestOrigin): Promise<void> {
    await this.sessions.end(user.credential.id, 'logout');
    await this.recordEnd(user, user.credential.id, origin);
  }

  /** Ends every login, this one too. */
  async logOutAll(user: Principal, origin: RequestOrigin): Promise<void> {
    const logins = await this.sessions.endAll(user.userId, 'ended_by_user');
    await this.audit.record({ action: 'login.all_ended', userId: user.userId, origin, details: { logins } });
  }

  /** @throws AppError LOGIN_NOT_FOUND, also for somebody else's login */
  async end(loginId: string, user: Principal, origin: RequestOrigin): Promise<void> {
    if (!(await this.logins.has(user.userId, loginId))) throw new AppError(AuthErrors.LOGIN_NOT_FOUND);
    await this.sessions.end(loginId, 'ended_by_user');
    await this.recordEnd(user, loginId, origin);
  }

  private async recordEnd({ userId }: Principal, loginId: string, origin: RequestOrigin): Promise<void> {
    await this.audit.record({ action: 'login.ended', userId, origin, details: { login_id: loginId } });
  }
}
