import { Injectable } from '@nestjs/common';
import { DAY, timestamp } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { AccountCloser } from '../accounts/account-closer.js';
import { AccountData } from '../accounts/account-data.js';
import { type User } from '../accounts/user.entity.js';
import { UsersRepository } from '../accounts/users.repository.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import {
  ManagedUserDto,
  type ManagedUserPageDto,
  type PeriodQueryDto,
  type UserQueryDto,
  type UserUsageDto,
} from '../dto/admin.dto.js';
import { LoginSessions } from '../logins/login-sessions.js';

const DEFAULT_PAGE = 50;
const DEFAULT_PERIOD_MS = 30 * DAY;

/** What administrators do with other people's accounts. All of it but looking is written to the audit log. */
@Injectable()
export class AdminService {
  constructor(
    private readonly users: UsersRepository,
    private readonly closer: AccountCloser,
    private readonly sessions: LoginSessions,
    private readonly data: AccountData,
    private readonly audit: AuditLog,
  ) {}

  async list(query: UserQueryDto): Promise<ManagedUserPageDto> {
    const limit = query.limit ?? DEFAULT_PAGE;
    const { email, status, role, cursor } = query;
    const users = await this.users.list({ email, status, role, before: cursor, limit });
    return {
      items: users.map((user) => ManagedUserDto.of(user)),
      cursor: users.length < limit ? null : (users.at(-1)?.id ?? null),
    };
  }

  async get(id: string): Promise<ManagedUserDto> {
    return ManagedUserDto.of(await this.find(id));
  }

  /** @throws AppError USER_STATE_CONFLICT, also for oneself */
  async suspend(id: string, admin: Principal, origin: RequestOrigin): Promise<ManagedUserDto> {
    const user = await this.find(id);
    if (id === admin.userId || !(await this.closer.suspend(id))) throw conflict(user);
    await this.audit.record({ action: 'account.suspended', userId: id, actorId: admin.userId, origin });
    return this.get(id);
  }

  /** @throws AppError USER_STATE_CONFLICT */
  async restore(id: string, admin: Principal, origin: RequestOrigin): Promise<ManagedUserDto> {
    const user = await this.find(id);
    if (!(await this.closer.restore(id))) throw conflict(user);
    await this.audit.record({ action: 'account.restored', userId: id, actorId: admin.userId, origin });
    return this.get(id);
  }

  /** @returns how many logins there were. */
  async endLogins(id: string, admin: Principal, origin: RequestOrigin): Promise<number> {
    await this.find(id);
    const logins = await this.sessions.endAll(id, 'ended_by_admin');
    const details = { logins };
    await this.audit.record({ action: 'login.all_ended', userId: id, actorId: admin.userId, origin, details });
    return logins;
  }

  async usage(id: string, period: PeriodQueryDto): Promise<UserUsageDto> {
    await this.find(id);
    const to = period.to === undefined ? new Date() : new Date(period.to);
    const from = period.from === undefined ? new Date(to.getTime() - DEFAULT_PERIOD_MS) : new Date(period.from);
    return { from: timestamp(from), to: timestamp(to), figures: await this.data.usage(id, { from, to }) };
  }

  private async find(id: string): Promise<User> {
    const user = await this.users.findById(id);
    if (!user) throw new AppError(AuthErrors.USER_NOT_FOUND);
    return user;
  }
}

function conflict({ status }: User): AppError {
  return new AppError(AuthErrors.USER_STATE_CONFLICT, { params: { status } });
}
