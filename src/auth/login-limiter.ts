import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { AppConfig } from '../common/config/app-config.js';
import { InjectRedis } from '../common/queue/redis.js';
import { MinuteLimiter } from '../common/security/minute-limiter.js';
import { LoginLimitedError } from './errors.js';

const FAILURES_PER_ACCOUNT_AND_ADDRESS = 10;
const FAILURES_PER_ADDRESS = 30;

/**
 * Bounds failed logins, per account and address together and per address (IPv6 by /64: whoever has one address there has
 * them all). An account alone is never limited, so nobody can lock somebody else out; whoever is limited may try again
 * after a minute at most. An attempt is counted before its password is checked, so that many at once cannot slip through
 * together, and is given back when it succeeds. While Redis is away each process counts for itself.
 */
@Injectable()
export class LoginLimiter {
  private readonly pairs: MinuteLimiter;
  private readonly addresses: MinuteLimiter;

  constructor(
    @InjectRedis() redis: Redis,
    private readonly config: AppConfig,
  ) {
    this.pairs = new MinuteLimiter(redis, 'login:pair', FAILURES_PER_ACCOUNT_AND_ADDRESS);
    this.addresses = new MinuteLimiter(redis, 'login:address', FAILURES_PER_ADDRESS);
  }

  /** @throws LoginLimitedError when there were too many failures within the last minute */
  async countAttempt(username: string, address: string): Promise<void> {
    if (!this.config.rateLimit.enabled) return;
    await consume(this.addresses, normalizeIp(address));
    await consume(this.pairs, pairKey(username, address));
  }

  /** Takes a successful attempt back, and with it the failures of this account from this address. */
  async forgive(username: string, address: string): Promise<void> {
    if (!this.config.rateLimit.enabled) return;
    await Promise.all([
      this.pairs.forget(pairKey(username, address)),
      this.addresses.giveBack(normalizeIp(address)),
    ]);
  }
}

async function consume(limits: MinuteLimiter, key: string): Promise<void> {
  const waitSeconds = await limits.count(key);
  if (waitSeconds !== null) throw new LoginLimitedError(waitSeconds);
}

/** Hashed: what people type as a username is sometimes their password. */
function pairKey(username: string, address: string): string {
  return createHash('sha256')
    .update(`${username.toLowerCase()}\n${normalizeIp(address)}`)
    .digest('base64url');
}
