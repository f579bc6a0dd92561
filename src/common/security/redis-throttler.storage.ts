import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
import { type ThrottlerStorage, ThrottlerStorageService } from '@nestjs/throttler';
import type { Redis } from 'ioredis';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Counts requests in Redis, one budget for all processes. While Redis is away each process counts for itself: requests
 * pass, and a flood is still bounded.
 */
export class RedisThrottlerStorage implements ThrottlerStorage {
  private readonly shared: ThrottlerStorageRedisService;
  private readonly local = new ThrottlerStorageService();

  constructor(redis: Redis) {
    this.shared = new ThrottlerStorageRedisService(redis);
  }

  async increment(
    key: string,
    ttl: number,
    limit: number,
    blockDuration: number,
    name: string,
  ): Promise<Hit> {
    try {
      return await this.shared.increment(key, ttl, limit, blockDuration, name);
    } catch {
      return this.local.increment(key, ttl, limit, blockDuration, name);
    }
  }

  onApplicationShutdown(): void {
    this.local.onApplicationShutdown();
  }
}
