import { Module } from '@nestjs/common';
import { minutes, ThrottlerModule } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { AppConfig } from '../config/app-config.js';
import { REDIS } from '../queue/redis.js';
import { RedisThrottlerStorage } from './redis-throttler.storage.js';

/** The limit of requests that the throttle guard applies. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [AppConfig, REDIS],
      useFactory: (config: AppConfig, redis: Redis) => ({
        throttlers: [{ name: 'default', ttl: minutes(1), limit: config.rateLimit.perMinute }],
        storage: new RedisThrottlerStorage(redis),
      }),
    }),
  ],
})
export class ThrottlingModule {}
