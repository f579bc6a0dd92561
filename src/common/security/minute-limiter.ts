import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

/** Counts something by key and minute, for all processes. While Redis is away each process counts for itself. */
export class MinuteLimiter {
  private readonly limits: RateLimiterRedis | RateLimiterMemory;

  /** @param redis - undefined where there is none: the process counts alone */
  constructor(redis: Redis | undefined, keyPrefix: string, points: number) {
    const limits = { keyPrefix, points, duration: WINDOW_SECONDS };
    const alone = new RateLimiterMemory(limits);
    this.limits =
      redis === undefined
        ? alone
        : new RateLimiterRedis({ storeClient: redis, ...limits, insuranceLimiter: alone });
  }

  /** @returns null within the limit, else the seconds after which the key counts anew */
  async count(key: string): Promise<number | null> {
    try {
      await this.limits.consume(key);
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.ceil(error.msBeforeNext / 1000);
      throw error;
    }
  }

  /** Takes one count back. */
  async giveBack(key: string): Promise<void> {
    await this.limits.reward(key);
  }

  async forget(key: string): Promise<void> {
    await this.limits.delete(key);
  }
}
