import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppConfig } from '../common/config/app-config.js';
import { REDIS } from '../common/queue/redis.js';
import { MinuteLimiter } from '../common/security/minute-limiter.js';
import { PasswordChangeLimitedError } from './errors.js';

const WRONG_ONES_PER_USER = 10;

/**
 * Bounds how often a user may be wrong about their current password: whoever holds a token of theirs must not find the
 * password out by changing it. As with logins, an attempt is counted before it is checked, and a right one is forgiven.
 */
@Injectable()
export class PasswordChangeLimiter {
  private readonly users: MinuteLimiter;

  /** @param redis - absent in commands, where nobody changes their password */
  constructor(
    private readonly config: AppConfig,
    @Optional() @Inject(REDIS) redis?: Redis,
  ) {
    this.users = new MinuteLimiter(redis, 'password:user', WRONG_ONES_PER_USER);
  }

  /** @throws PasswordChangeLimitedError when there were too many wrong ones within the last minute */
  async countAttempt(userId: string): Promise<void> {
    if (!this.config.rateLimit.enabled) return;
    const waitSeconds = await this.users.count(userId);
    if (waitSeconds !== null) throw new PasswordChangeLimitedError(waitSeconds);
  }

  async forgive(userId: string): Promise<void> {
    if (this.config.rateLimit.enabled) await this.users.forget(userId);
  }
}
