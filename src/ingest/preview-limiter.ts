import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppConfig } from '../common/config/app-config.js';
import { InjectRedis } from '../common/queue/redis.js';
import { PreviewBusyError, PreviewLimitedError } from './errors.js';

const WINDOW_SECONDS = 60;

/**
 * Bounds previews, each of which is a process: by user and minute, over all API processes, and how many this one makes at
 * a time. While Redis is away each process counts for itself.
 */
@Injectable()
export class PreviewLimiter {
  private readonly users: RateLimiterRedis;
  private running = 0;

  constructor(
    @InjectRedis() redis: Redis,
    private readonly config: AppConfig,
  ) {
    const limits = {
      keyPrefix: 'preview:user',
      points: config.ingest.previewsPerMinute,
      duration: WINDOW_SECONDS,
    };
    const insuranceLimiter = new RateLimiterMemory(limits);
    this.users = new RateLimiterRedis({ storeClient: redis, ...limits, insuranceLimiter });
  }

  /**
   * Makes a preview if there is room for it.
   *
   * @throws PreviewLimitedError, PreviewBusyError
   */
  async run<T>(userId: string, make: () => Promise<T>): Promise<T> {
    if (this.running >= this.config.ingest.previewConcurrency) throw new PreviewBusyError();
    this.running += 1;
    try {
      await this.count(userId);
      return await make();
    } finally {
      this.running -= 1;
    }
  }

  private async count(userId: string): Promise<void> {
    if (!this.config.rateLimit.enabled) return;
    try {
      await this.users.consume(userId);
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        throw new PreviewLimitedError(Math.ceil(error.msBeforeNext / 1000));
      }
      throw error;
    }
  }
}
