import { type RedisConnections } from '../../cache/index.js';
import { loadConfig } from '../../config/index.js';
import { LoginLock } from './login-lock.js';

/** The commands the lock uses, in memory and with a clock of their own; the real ones are in test/e2e/rate-limits. */
class Commands {
  now = 0;
  private readonly values = new Map<string, { value: number; until: number }>();

  async pttl(key: string): Promise<number> {
    const entry = this.read(key);
    return entry ? entry.until - this.now : -2;
  }
  async incr(key: string): Promise<number> {
    const value = (this.read(key)?.value ?? 0) + 1;
    this.values.set(key, { value, until: this.read(key)?.until ?? Infinity });
    return value;
  }
  async set(key: string, value: string | number, _px: string, ms: number): Promise<string | null> {
    if (this.read(key)) return null;
    this.values.set(key, { value: Number(value), until: this.now + ms });
    return 'OK';
  }
  private read(key: string) {
    const entry = this.values.get(key);
    return entry && entry.until > this.now ? entry : undefined;
  }
}

describe('LoginLock', () => {
  it('should double with each further wrong password, up to an hour, and begin afresh after a day', async () => {
    const commands = new Commands();
    const redis = { commands, key: (...parts: string[]) => parts.join(':') } as unknown as RedisConnections;
    const sut = new LoginLock(redis, loadConfig({ LOGIN_LOCK_AFTER: '2' }));
    const attempt = () => sut.admit({ email: 'lin@example.com', ipAddress: null });
    await attempt();
    await attempt();

    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      await attempt();
      const refusal = (await attempt().catch((error: unknown) => error)) as { code: string; retryAfter: number };
      expect(refusal.code).toBe('LOGIN_LOCKED');
      waits.push(refusal.retryAfter);
      commands.now += refusal.retryAfter * 1000;
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);

    commands.now += 86_400_000;
    await attempt();
    await expect(attempt()).resolves.toBeUndefined();
  });
});
