import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { AppConfig } from '../../config/index.js';
import { addressGroup } from './address-group.js';
import { RateLimitErrors } from './rate-limit.errors.js';

/** Wrong passwords are forgotten a day after the first. */
const MEMORY_MS = DAY;
const FIRST_LOCK_MS = MINUTE;
const LONGEST_LOCK_MS = HOUR;

/** Whom a password is tried for, and from where. The e-mail is normalised and need not belong to anybody. */
export interface LoginAttempt {
  readonly email: string;
  readonly ipAddress: string | null;
}

interface Subject {
  readonly key: string;
  /** Wrong passwords before the first lock. */
  readonly patience: number;
}

/**
 * Makes guessing passwords slow: after some wrong ones the account, and with ten times as many the address, is locked for
 * a minute, and twice as long after each further one. It goes by the e-mail as it was sent, so an unknown one is locked
 * just like a known one. Without Redis nobody can try: a guesser must not gain by an outage.
 */
@Injectable()
export class LoginLock {
  constructor(
    private readonly redis: RedisConnections,
    private readonly config: AppConfig,
  ) {}

  /**
   * Counts the attempt as wrong before its password is looked at, so that of many at the same moment only as many are
   * looked at as would be one after the other.
   * @throws AppError LOGIN_LOCKED
   */
  async admit(attempt: LoginAttempt): Promise<void> {
    await Promise.all(this.subjects(attempt).map((subject) => this.admitSubject(subject)));
  }

  /** The password was right: the account starts afresh, and the address gets this attempt back. */
  async succeeded(attempt: LoginAttempt): Promise<void> {
    const [account, address] = this.subjects(attempt);
    if (account) await this.redis.commands.del(failures(account), lock(account));
    if (address) await this.redis.commands.decr(failures(address));
  }

  private async admitSubject(subject: Subject): Promise<void> {
    const { commands } = this.redis;
    const remaining = await commands.pttl(lock(subject));
    if (remaining > 0) throw locked(remaining);
    // The end of the memory comes first: a count without one would lock for ever.
    const [, failed] = await Promise.all([
      commands.set(failures(subject), 0, 'PX', MEMORY_MS, 'NX'),
      commands.incr(failures(subject)),
    ]);
    if (failed <= subject.patience) return;
    const duration = Math.min(FIRST_LOCK_MS * 2 ** (failed - subject.patience - 1), LONGEST_LOCK_MS);
    // Who sets the lock has the one try it leaves; whoever comes in the same moment finds it set.
    if ((await commands.set(lock(subject), '1', 'PX', duration, 'NX')) === null) throw locked(duration);
  }

  /** The account first. By its hash: Redis shall not hold a list of e-mails. */
  private subjects({ email, ipAddress }: LoginAttempt): Subject[] {
    const { account, address } = this.config.limits.loginLock;
    const name = createHash('sha256').update(email).digest('base64url');
    return [
      { key: this.redis.key('login-lock', `account:${name}`), patience: account },
      ...(ipAddress === null
        ? []
        : [{ key: this.redis.key('login-lock', `address:${addressGroup(ipAddress)}`), patience: address }]),
    ];
  }
}

const failures = ({ key }: Subject) => `${key}:failures`;
const lock = ({ key }: Subject) => `${key}:lock`;

function locked(remainingMs: number): AppError {
  const seconds = Math.ceil(remainingMs / SECOND);
  return new AppError(RateLimitErrors.LOGIN_LOCKED, { params: { seconds }, retryAfter: seconds });
}
