import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppConfig } from '../common/config/app-config.js';
import { InjectRedis } from '../common/queue/redis.js';
import { LoginLimitedError } from './errors.js';

const WINDOW_SECONDS = 60;
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
  private readonly pairs: RateLimiterRedis;
  private readonly addresses: RateLimiterRedis;

  constructor(
    @InjectRedis() redis: Redis,
    private readonly config: AppConfig,
  ) {
    this.pairs = limiter(redis, 'login:pair', FAILURES_PER_ACCOUNT_AND_ADDRESS);
    this.addresses = limiter(redis, 'login:address', FAILURES_PER_ADDRESS);
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
      this.pairs.delete(pairKey(username, address)),
      this.addresses.reward(normalizeIp(address)),
    ]);
  }
}

function limiter(redis: Redis, keyPrefix: string, points: number): RateLimiterRedis {
  const limits = { keyPrefix, points, duration: WINDOW_SECONDS };
  return new RateLimiterRedis({
    storeClient: redis,
    ...limits,
    insuranceLimiter: new RateLimiterMemory(limits),
  });
}

async function consume(limits: RateLimiterRedis, key: string): Promise<void> {
  try {
    await limits.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new LoginLimitedError(Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}

/** Hashed: what people type as a username is sometimes their password. */
function pairKey(username: string, address: string): string {
  return createHash('sha256')
    .update(`${username.toLowerCase()}\n${normalizeIp(address)}`)
    .digest('base64url');
}
