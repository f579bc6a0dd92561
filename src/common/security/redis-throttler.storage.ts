import { type ThrottlerStorage, ThrottlerStorageService } from '@nestjs/throttler';
import type { Redis } from 'ioredis';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Counts one request, in one step for all processes. Beyond the limit the key is blocked for a while from then on.
 * Answers hits, milliseconds until the count ends, whether blocked, and milliseconds until the block ends.
 */
const COUNT_REQUEST = `
local hits = redis.call('INCR', KEYS[1])
local expires = redis.call('PTTL', KEYS[1])
if expires <= 0 then
  expires = tonumber(ARGV[2])
  redis.call('PEXPIRE', KEYS[1], expires)
end
local blocked = redis.call('PTTL', KEYS[2])
if blocked <= 0 and hits > tonumber(ARGV[1]) then
  blocked = tonumber(ARGV[3])
  redis.call('SET', KEYS[2], 1, 'PX', blocked)
end
return { hits, expires, blocked > 0 and 1 or 0, blocked }`;

type CountRequest = (
  hitsKey: string,
  blockKey: string,
  limit: number,
  ttlMs: number,
  blockMs: number,
) => Promise<[hits: number, expiresMs: number, blocked: 0 | 1, blockMs: number]>;

/**
 * Counts requests in Redis, one budget for all processes. While Redis is away each process counts for itself: requests
 * pass, and a flood is still bounded.
 */
export class RedisThrottlerStorage implements ThrottlerStorage {
  private readonly count: CountRequest;
  private readonly local = new ThrottlerStorageService();

  constructor(redis: Redis) {
    redis.defineCommand('countRequest', { numberOfKeys: 2, lua: COUNT_REQUEST });
    const scripted = redis as Redis & { countRequest: CountRequest };
    this.count = (...given) => scripted.countRequest(...given);
  }

  async increment(
    key: string,
    ttl: number,
    limit: number,
    blockDuration: number,
    name: string,
  ): Promise<Hit> {
    try {
      // Braces: in a cluster both keys have to lie on one node.
      const [totalHits, expiresMs, blocked, blockMs] = await this.count(
        `{${key}}:hits`,
        `{${key}}:blocked`,
        limit,
        ttl,
        blockDuration,
      );
      return {
        totalHits,
        timeToExpire: Math.ceil(expiresMs / 1000),
        isBlocked: blocked === 1,
        timeToBlockExpire: Math.max(0, Math.ceil(blockMs / 1000)),
      };
    } catch {
      return this.local.increment(key, ttl, limit, blockDuration, name);
    }
  }

  onApplicationShutdown(): void {
    this.local.onApplicationShutdown();
  }
}
