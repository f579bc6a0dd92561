import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppConfig } from '../common/config/app-config.js';
import { InjectRedis } from '../common/queue/redis.js';
import { MinuteLimiter } from '../common/security/minute-limiter.js';
import { PreviewBusyError, PreviewLimitedError } from './errors.js';

/**
 * Bounds previews, each of which is a process: by user and minute, over all API processes, and how many this one makes at
 * a time. While Redis is away each process counts for itself.
 */
@Injectable()
export class PreviewLimiter {
  private readonly users: MinuteLimiter;
  private running = 0;

  constructor(
    @InjectRedis() redis: Redis,
    private readonly config: AppConfig,
  ) {
    this.users = new MinuteLimiter(redis, 'preview:user', config.ingest.previewsPerMinute);
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
    const waitSeconds = await this.users.count(userId);
    if (waitSeconds !== null) throw new PreviewLimitedError(waitSeconds);
  }
}
